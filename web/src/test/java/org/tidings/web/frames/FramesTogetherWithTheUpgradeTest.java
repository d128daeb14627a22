package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
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
    private static final class Connection implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public boolean isFinished() {
                    return false;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    try {
                        listener.onDataAvailable();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return null;
        }

        @Override
        public void close() {}
    }
}
