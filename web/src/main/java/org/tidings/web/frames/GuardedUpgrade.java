package org.tidings.web.frames;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.function.Function;

/** What the container gives the upgraded connection to, for the WebSocket implementation behind the guard. */
public final class GuardedUpgrade implements HttpUpgradeHandler {
    /** Set before the container begins. */
    private HttpUpgradeHandler behind;

    private Function<ServletInputStream, GuardedInput> guard;

    /** Called by the container, which makes upgrade handlers itself. */
    public GuardedUpgrade() {}

    void stand(HttpUpgradeHandler handler, Function<ServletInputStream, GuardedInput> input) {
        behind = handler;
        guard = input;
    }

    @Override
    public void init(WebConnection connection) {
        try {
            GuardedInput input = guard.apply(connection.getInputStream());
            behind.init(new GuardedConnection(connection, input));
            input.begin();
        } catch (IOException e) {
            throw new IllegalStateException("an upgraded connection without input", e);
        }
    }

    @Override
    public void destroy() {
        behind.destroy();
    }

    @SuppressWarnings("try") // WebConnection's own close() throws Exception.
    private record GuardedConnection(WebConnection connection, ServletInputStream input) implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return input;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return connection.getOutputStream();
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }
}
