package org.tidings.web.frames;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What the container gives the upgraded connection to, for the WebSocket implementation behind the guard. */
public final class GuardedUpgrade implements HttpUpgradeHandler {
    /** Set before the container begins. */
    private HttpUpgradeHandler behind;

    private Function<ServletInputStream, GuardedInput> guard;
    private Function<GuardedInput, ServletInputStream> plain;
    /** Null where the connection stays the container's. */
    private FrameOutput output;
    /** Whether the container has let go of it. Only touched by the container's thread that hands it over, or ends it before. */
    private boolean left;

    /** Called by the container, which makes upgrade handlers itself. */
    public GuardedUpgrade() {}

    /**
     * @param plain what is guarded, as the implementation can read it
     * @param own null to leave the connection with the container
     */
    void stand(
            HttpUpgradeHandler handler,
            Function<ServletInputStream, GuardedInput> guard,
            Function<GuardedInput, ServletInputStream> plain,
            FrameOutput own) {
        behind = handler;
        this.guard = guard;
        this.plain = plain;
        output = own;
    }

    @Override
    public void init(WebConnection connection) {
        try {
            if (output == null) {
                GuardedInput input = guard.apply(connection.getInputStream());
                behind.init(new GuardedConnection(plain.apply(input), connection.getOutputStream(), connection));
                input.begin();
            } else {
                take(connection);
            }
        } catch (IOException e) {
            throw new IllegalStateException("an upgraded connection without input", e);
        }
    }

    private void take(WebConnection connection) throws IOException {
        FedInput arriving = new FedInput();
        GuardedInput input = guard.apply(arriving);
        // The answer to the upgrade, which no frame may overtake.
        connection.getOutputStream().flush();
        behind.init(new GuardedConnection(plain.apply(input), new FrameStream(output), () -> {
            arriving.close();
            output.close();
        }));
        input.begin();
        byte[] early = early(connection.getInputStream());
        left = true;
        output.wire().leaveHttp(connection, arriving);
        arriving.feed(ByteBuffer.wrap(early));
    }

    /** What came together with the request. */
    private static byte[] early(ServletInputStream input) throws IOException {
        ByteArrayOutputStream early = new ByteArrayOutputStream();
        for (int ready = input.available(); ready > 0; ready = input.available()) {
            early.write(input.readNBytes(ready));
        }
        return early.toByteArray();
    }

    @Override
    public void destroy() {
        if (!left) {
            behind.destroy();
        }
    }

    @SuppressWarnings("try") // WebConnection's own close() throws Exception.
    private record GuardedConnection(ServletInputStream input, ServletOutputStream output, AutoCloseable below)
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
            below.close();
        }
    }
}
