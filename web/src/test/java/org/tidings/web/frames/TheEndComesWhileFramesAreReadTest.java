package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Once the server's HTTP has let go of a connection, nobody but us keeps its end behind what a thread is reading from it: told at once, a
 * session would be closed under a frame of its own.
 */
class TheEndComesWhileFramesAreReadTest {
    private final List<String> told = new ArrayList<>();
    private final FedInput input = new FedInput(() -> told.add("gone"));
    /** What happens while the listener reads. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void listen() {
        input.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                meanwhile.run();
                byte[] bytes = new byte[16];
                StringBuilder read = new StringBuilder("read");
                while (input.isReady()) {
                    int count = input.read(bytes, 0, 2);
                    for (int i = 0; i < count; i++) {
                        read.append(' ').append(bytes[i]);
                    }
                }
                told.add(read.toString());
            }

            @Override
            public void onAllDataRead() {
                told.add("all read");
            }

            @Override
            public void onError(Throwable failure) {
                told.add("end: " + failure.getMessage());
            }
        });
    }

    private void feed(int... bytes) {
        ByteBuffer fed = ByteBuffer.allocate(bytes.length);
        for (int one : bytes) {
            fed.put((byte) one);
        }
        input.feed(fed.flip());
    }

    @Test
    void isToldBehindThem() {
        meanwhile = input::end;
        feed(1, 2, 3);
        feed(4);
        input.end();

        assertThat(told).containsExactly("gone", "read 1 2 3", "end: the connection has ended", "gone");
    }

    /** Tyrus answers it with a close frame 1000, which a peer that had only ended its half took for a good end. */
    @Test
    void isToldToTheOutputFirst() {
        input.end();

        assertThat(told).containsExactly("gone", "end: the connection has ended");
    }

    @Test
    void isToldOnceAndEndsReading() {
        feed(1, 2, 3);
        input.end();
        input.end();
        feed(4);

        assertThat(told).containsExactly("read 1 2 3", "gone", "end: the connection has ended", "gone");
        assertThat(input.isFinished()).isTrue();
    }

    @Test
    void isNotToldToWhoMadeIt() {
        meanwhile = input::close;
        feed(1, 2, 3);
        input.end();

        assertThat(told).containsExactly("read", "gone");
    }

    @Test
    void isWhatAFailureOfTheReaderLeadsTo() {
        meanwhile = () -> {
            throw new IllegalStateException("cannot read this");
        };
        feed(1);
        feed(2);

        assertThat(told).containsExactly("end: cannot read this");
    }
}
