package org.tidings.web.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A reader that stops holds up a thread, or what is written for it piles up in the container. */
class StoppedReaderOfAStreamTest {

    private final ScriptedResponse response = new ScriptedResponse();
    private final AtomicInteger broken = new AtomicInteger();
    private final StreamOutput output = new StreamOutput(response.context(), response, broken::incrementAndGet);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    StoppedReaderOfAStreamTest() {
        response.setWriteListener(output);
    }

    private void write(String text) {
        output.write(
                text.getBytes(StandardCharsets.UTF_8), failure -> done.add(text + (failure == null ? "" : " failed")));
    }

    @Test
    void nothingIsWrittenBeforeTheContainerIsReady() throws IOException {
        write("1");
        assertThat(response.text()).isEmpty();
        response.ready(true);
        assertThat(response.text()).isEqualTo("1");
        assertThat(done).containsExactly("1");
    }

    /** The session's writer hands over the next frame only then: so no more than one waits outside its bounded queue. */
    @Test
    void aPartIsDoneWhenTheContainerTakesMore() throws IOException {
        response.ready(true);
        response.ready(false);
        write("1");
        write("2");
        assertThat(done).isEmpty();
        assertThat(response.text()).isEmpty();
        response.ready(true);
        assertThat(response.text()).isEqualTo("12");
        assertThat(done).containsExactly("1", "2");
    }

    @Test
    void endsAtOnceAlthoughTheReaderDoesNotRead() throws IOException {
        response.ready(true);
        response.ready(false);
        write("1");
        output.close();
        assertThat(response.completed()).isEqualTo(1);
        write("2");
        assertThat(done).contains("2 failed");
        assertThat(response.text()).isEmpty();
    }

    @Test
    void whatWaitsFailsWithTheConnection() throws IOException {
        response.ready(true);
        response.ready(false);
        write("1");
        output.onError(new IOException("reset"));
        assertThat(done).containsExactly("1 failed");
        assertThat(broken).hasValue(1);
        response.breakDown();
        write("2");
        assertThat(done).containsExactly("1 failed", "2 failed");
        assertThat(broken).hasValue(1);
    }

    @Test
    void manyThreadsWriteOneAfterTheOther() throws Exception {
        response.ready(true);
        int threads = 4;
        int each = 500;
        CountDownLatch begun = new CountDownLatch(1);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread writer = new Thread(() -> {
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int n = 0; n < each; n++) {
                    write("x");
                }
            });
            writer.start();
            writers.add(writer);
        }
        begun.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(response.text()).hasSize(threads * each);
        assertThat(done).hasSize(threads * each).containsOnly("x");
        assertThat(broken).hasValue(0);
    }
}
