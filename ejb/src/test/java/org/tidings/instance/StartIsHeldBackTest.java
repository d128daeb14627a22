package org.tidings.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An instance that had been killed and was started again on a busy machine stayed unready for ever: every attempt to open a
 * connection failed with an IllegalStateException around a RuntimeException. When Payara has started a web application it
 * closes all its jars, for they open again by themselves; but a thread that looks for a class at that moment looks into a
 * closed jar, and a class whose initialisation met that can never be used again in this application. So no thread of the
 * instance may begin before the server is done with the deployment.
 */
class StartIsHeldBackTest {

    private final AtomicBoolean held = new AtomicBoolean(true);
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(3);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final HeldStart start = new HeldStart(
            () -> {
                asked.countDown();
                return held.get();
            },
            begun::incrementAndGet);

    private Thread thread(Runnable task) {
        return new Thread(() -> {
            task.run();
            ended.countDown();
        });
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingBeginsWhileTheServerIsStillDeploying() throws InterruptedException {
        start.start(this::thread);
        await(asked);
        assertThat(begun).hasValue(0);
        held.set(false);
        await(ended);
        assertThat(begun).hasValue(1);
    }

    @Test
    void beginsAtOnceWhereNothingHoldsItBack() {
        held.set(false);
        start.start(task -> {
            throw new AssertionError("a thread that is not needed");
        });
        assertThat(begun).hasValue(1);
    }

    @Test
    void whatIsUndeployedMeanwhileNeverBegins() throws InterruptedException {
        start.start(this::thread);
        start.cancel();
        await(ended);
        assertThat(begun).hasValue(0);
    }
}
