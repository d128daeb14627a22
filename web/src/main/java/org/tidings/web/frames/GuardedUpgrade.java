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
    private Function<GuardedInput, ServletInputStream> plain;
    /** Null where frames take the container's way. */
    private FrameOutput output;

    /** Called by the container, which makes upgrade handlers itself. */
    public GuardedUpgrade() {}

    /**
     * @param plain what is guarded, as the implementation can read it
     * @param frames null to leave the output as it is
     */
    void stand(
            HttpUpgradeHandler handler,
            Function<ServletInputStream, GuardedInput> guard,
            Function<GuardedInput, ServletInputStream> plain,
            FrameOutput frames) {
        behind = handler;
        this.guard = guard;
        this.plain = plain;
        output = frames;
    }

    @Override
    public void init(WebConnection connection) {
        try {
            GuardedInput input = guard.apply(connection.getInputStream());
            behind.init(new GuardedConnection(connection, plain.apply(input), output(connection)));
            input.begin();
        } catch (IOException e) {
            throw new IllegalStateException("an upgraded connection without input", e);
        }
    }

    private ServletOutputStream output(WebConnection connection) throws IOException {
        ServletOutputStream below = connection.getOutputStream();
        if (output == null) {
            return below;
        }
        // The answer to the upgrade, which no frame may overtake.
        below.flush();
        return new FrameStream(output, below);
    }

    @Override
    public void destroy() {
        behind.destroy();
    }

    @SuppressWarnings("try") // WebConnection's own close() throws Exception.
    private record GuardedConnection(WebConnection connection, ServletInputStream input, ServletOutputStream output)
            implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return input;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return output;
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }
}
