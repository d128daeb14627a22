package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A client that sent its first frame in one segment with the upgrade request got a 101 and then nothing, for ever, and
 * kept a request thread of the server: the container calls the reader at once where something is there already, on the
 * thread that sets it, and Tyrus' reader waits there for the end of the very set-up from which it was called. Two
 * hundred such segments would have been all threads.
 */
class FramesTogetherWithTheUpgradeTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void areReadWhenTheReaderIsSetUp() {
        GuardedUpgrade upgrade = new GuardedUpgrade();
        upgrade.stand(
                new Implementation(),
                input -> new GuardedInput(input, new FrameGuard(1_000, 10, false, System::nanoTime), rule -> {}),
                guarded -> guarded,
                null);

        upgrade.init(new Connection());

        assertThat(order).containsExactly("set up", "read");
    }

    /** They are in the container's hands when the connection is taken from it, and come before all that is read from the socket. */
    @Test
    void comeFirstWhereTheConnectionIsTakenFromTheContainer() {
        GuardedUpgrade upgrade = new GuardedUpgrade();
        upgrade.stand(
                new Implementation(),
                input -> new GuardedInput(input, new FrameGuard(1_000, 10, false, System::nanoTime), rule -> {}),
                guarded -> guarded,
                new FrameOutput(new TakenWire()));

        upgrade.init(new EarlyConnection());
        // As the container does, for which the request has ended.
        upgrade.destroy();

        assertThat(order).containsExactly("answered", "set up", "left", "read");
    }

    private final class Implementation implements HttpUpgradeHandler, ReadListener {
        @Override
        public void init(WebConnection connection) {
            try {
                connection.getInputStream().setReadListener(this);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            order.add("set up");
        }

        @Override
        public void onDataAvailable() {
            order.add("read");
        }

        @Override
        public void onAllDataRead() {
            order.add("all read");
        }

        @Override
        public void onError(Throwable failure) {
            order.add("failed");
        }

        @Override
        public void destroy() {
            order.add("destroyed");
        }
    }

    /** Has something already. */
    @SuppressWarnings("try") // WebConnection's own close() throws Exception.
    private static class Connection implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return new ReadyInput() {
                @Override
                public int read() {
                    return 0;
                }
            };
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return null;
        }

        @Override
        public final void close() {}
    }

    /** Has a frame, for who asks. */
    @SuppressWarnings("try")
    private final class EarlyConnection extends Connection {
        private final ByteArrayInputStream early =
                new ByteArrayInputStream(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});

        @Override
        public ServletInputStream getInputStream() {
            return new ReadyInput() {
                @Override
                public int read() {
                    return early.read();
                }

                @Override
                public int available() {
                    return early.available();
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("asked to read what is not the container's any more");
                }
            };
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new Answer();
        }
    }

    /** What was written before the upgrade goes out when it is flushed; nothing is written past HTTP. */
    private final class Answer extends ServletOutputStream {
        @Override
        public void write(int one) {
            throw new IllegalStateException("not written past HTTP");
        }

        @Override
        public void flush() {
            order.add("answered");
        }

        @Override
        public boolean isReady() {
            throw new IllegalStateException("flushed whether it is ready or not");
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("nobody waits to write");
        }
    }

    private final class TakenWire extends UnexpectedWire {
        @Override
        public void leaveHttp(WebConnection container, FedInput input) {
            order.add("left");
        }

        @Override
        public void close() {
            order.add("closed");
        }

        @Override
        public void cut() {
            order.add("cut");
        }
    }
}
