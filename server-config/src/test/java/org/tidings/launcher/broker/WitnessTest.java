package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.launcher.broker.Witness.Testimony;

/** Two brokers that both believe what the witness says, and it said two things. */
class WitnessTest {

    @TempDir
    private Path folder;

    @Test
    void nothingIsSaidAtFirst() throws IOException {
        assertThat(witness().read()).isEqualTo(Testimony.NONE);
    }

    @Test
    void whatWasAddedLastIsRead() throws IOException {
        Testimony first = Testimony.NONE.next(1, "a");
        assertThat(witness().add(first)).isTrue();
        Testimony second = first.next(-2, "b");
        assertThat(witness().add(second)).isTrue();
        assertThat(witness().read()).isEqualTo(second);
    }

    @Test
    void ofTwoThatWriteAtOnceOneFails() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService brokers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 1; round <= 30; round++) {
                Testimony read = witness().read();
                Callable<Boolean> a = writer(together, read.next(round, "a"));
                Callable<Boolean> b = writer(together, read.next(round, "b"));
                List<Future<Boolean>> added = brokers.invokeAll(List.of(a, b));
                assertThat(added.get(0).get()).isNotEqualTo(added.get(1).get());
                assertThat(witness().read().holder()).isEqualTo(added.get(0).get() ? "a" : "b");
            }
        } finally {
            brokers.shutdownNow();
        }
    }

    private Callable<Boolean> writer(CyclicBarrier together, Testimony next) {
        return () -> {
            together.await();
            return witness().add(next);
        };
    }

    /** Over a network the answer to the link may be lost, and the request is made again. */
    @Test
    void whatWasAddedAlreadyIsAdded() throws IOException {
        Testimony mine = Testimony.NONE.next(1, "a");
        assertThat(witness().add(mine)).isTrue();
        assertThat(witness().add(mine)).isTrue();
        assertThat(witness().add(Testimony.NONE.next(1, "b"))).isFalse();
    }

    /** A broker was killed while it wrote. */
    @Test
    void whatWasNotFinishedIsNothing() throws IOException {
        witness().add(Testimony.NONE.next(1, "a"));
        Files.writeString(folder.resolve("pair.1f0c.draft"), "2");
        assertThat(witness().read().sequence()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsOutOfReachIsNotAnEmptyOne() throws IOException {
        Files.delete(folder);
        assertThatThrownBy(() -> witness().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> witness().add(Testimony.NONE.next(1, "a"))).isInstanceOf(IOException.class);
        Files.createDirectory(folder);
    }

    private Witness witness() {
        return new Witness(folder, "pair");
    }
}
