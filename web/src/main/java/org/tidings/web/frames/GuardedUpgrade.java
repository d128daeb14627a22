package org.tidings.web.frames;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** What the container gives the upgraded connection to, for the WebSocket implementation behind the guard. */
public final class GuardedUpgrade implements HttpUpgradeHandler {
    /** Set before the container begins. */
    private HttpUpgradeHandler behind;

    private Function<ServletInputStream, GuardedInput> guard;
    private Function<GuardedInput, ServletInputStream> plain;
    /** Null where frames take the container's way. */
    private FrameOutput output;
    /** Whether the container has let go of it. Only touched by the container's thread that hands it over, or ends it before. */
    private boolean left;

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
            if (output != null && output.wire().isDirect()) {
                take(connection);
            } else {
                share(connection);
            }
        } catch (IOException e) {
            throw new IllegalStateException("an upgraded connection without input", e);
        }
    }

    private void share(WebConnection connection) throws IOException {
        GuardedInput input = guard.apply(connection.getInputStream());
        ServletOutputStream below = connection.getOutputStream();
        ServletOutputStream out = below;
        if (output != null) {
            // The answer to the upgrade, which no frame may overtake.
            below.flush();
            out = new FrameStream(output, below);
        }
        behind.init(new GuardedConnection(plain.apply(input), out, connection));
        input.begin();
    }

    private void take(WebConnection connection) throws IOException {
        FedInput arriving = new FedInput(output::end);
        GuardedInput input = guard.apply(arriving);
        connection.getOutputStream().flush();
        FrameStream out = new FrameStream(output, output.wire()::close);
        behind.init(new GuardedConnection(plain.apply(input), out, new Taken(behind, arriving, out)));
        input.begin();
        byte[] early = early(connection.getInputStream());
        left = true;
        // Nothing more is read before the container has its thread back.
        output.wire().leaveHttp(connection, arriving);
        if (early.length > 0) {
            arriving.feed(ByteBuffer.wrap(early));
        }
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

    /** Ends a connection that is the container's no more as the container would: once, and the implementation is told. */
    private record Taken(HttpUpgradeHandler behind, FedInput input, FrameStream output, AtomicBoolean closed)
            implements AutoCloseable {
        Taken(HttpUpgradeHandler behind, FedInput input, FrameStream output) {
            this(behind, input, output, new AtomicBoolean());
        }

        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                behind.destroy();
                input.close();
                output.close();
            }
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
