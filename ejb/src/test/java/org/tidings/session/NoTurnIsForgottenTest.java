package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.fanout.FollowUp;

/**
 * A turn is given at the very moment in which the writer falls asleep, and is taken only when the next comes: an event that waits
 * for another one.
 */
class NoTurnIsForgottenTest {

    private static final long STRESS_NANOS =
            TimeUnit.MILLISECONDS.toNanos(Boolean.getBoolean("tidings.test.long") ? 60_000 : 1_000);

    private final FrameDraft draft = new FrameDraft(1);
    private final Writer writer = new Writer(new FlushWindow(0), draft);
    private Thread thread;

    @AfterEach
    void stop() {
        writer.stop();
        await(() -> thread == null || !thread.isAlive(), "the writer ends");
    }

    private void begin() {
        thread = new Thread(writer, "writer");
        thread.start();
    }

    /** One that counts how often it was taken. */
    private static class Counted extends Turn {
        final AtomicInteger taken = new AtomicInteger();

        @Override
        void take(FrameDraft lent) {
            taken.incrementAndGet();
        }

        @Override
        void failed() {}
    }

    /** One that any thread may take; and which did. */
    private static class Light extends Counted {
        final List<Thread> takers = new CopyOnWriteArrayList<>();

        @Override
        boolean neverBlocks() {
            return true;
        }

        @Override
        void take(FrameDraft lent) {
            takers.add(Thread.currentThread());
            super.take(lent);
        }
    }

    /** Each gives a turn and goes on when that was taken, so that the writer falls asleep again and again. */
    @Test
    void everyTurnIsTakenHoweverTheWriterFallsAsleep() throws InterruptedException {
        begin();
        long end = System.nanoTime() + STRESS_NANOS;
        AtomicReference<String> forgotten = new AtomicReference<>();
        List<Thread> givers = new ArrayList<>();
        for (int giver = 0; giver < 3; giver++) {
            givers.add(new Thread(() -> {
                Counted heavy = new Counted();
                Counted light = new Light();
                for (int given = 1; System.nanoTime() < end && forgotten.get() == null; given++) {
                    Counted turn = given % 2 == 0 ? heavy : light;
                    if (ThreadLocalRandom.current().nextBoolean()) {
                        writer.ready(turn);
                    } else {
                        FollowUp.of(() -> {
                            writer.ready(turn);
                            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(30_000));
                        });
                    }
                    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                    while (turn.taken.get() < (turn == light ? (given + 1) / 2 : given / 2)) {
                        if (System.nanoTime() > patience) {
                            forgotten.set("turn " + given);
                            return;
                        }
                        Thread.yield();
                    }
                    if (ThreadLocalRandom.current().nextInt(4) == 0) {
                        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(60_000));
                    }
                }
            }));
        }
        givers.forEach(Thread::start);
        for (Thread giver : givers) {
            giver.join();
        }
        assertThat(forgotten).hasNullValue();
    }

    /** Nobody is woken for a few turns that their giver can take. */
    @Test
    void whoGivesAFewToASleeperTakesThemItself() {
        begin();
        Light light = new Light();
        awaitAsleep();
        FollowUp.of(() -> {
            writer.ready(light);
            FollowUp.of(() -> assertThat(light.taken).as("within the outer one").hasValue(0));
            assertThat(light.taken).hasValue(0);
        });
        assertThat(light.takers).containsExactly(Thread.currentThread());
    }

    /** It holds up an event's way for so long; and more than one thread writes faster. */
    @Test
    void whoGivesManyWakesTheSleeper() {
        begin();
        List<Light> many = Stream.generate(Light::new).limit(100).toList();
        awaitAsleep();
        FollowUp.of(() -> {
            many.forEach(writer::ready);
            await(() -> many.stream().allMatch(each -> each.taken.get() == 1), "all were taken");
        });
        assertThat(many).allSatisfy(each -> assertThat(each.takers).containsExactly(thread));
    }

    @Test
    void whatMayBlockIsLeftToTheWriter() {
        begin();
        awaitAsleep();
        AtomicReference<Thread> taker = new AtomicReference<>();
        Counted heavy = new Counted() {
            @Override
            void take(FrameDraft lent) {
                taker.set(Thread.currentThread());
                super.take(lent);
            }
        };
        FollowUp.of(() -> {
            writer.ready(new Light());
            writer.ready(heavy);
        });
        await(() -> heavy.taken.get() == 1, "it was taken");
        assertThat(taker).hasValue(thread);
    }

    private void awaitAsleep() {
        await(() -> thread.getState() == Thread.State.WAITING, "the writer sleeps");
    }

    @Test
    void turnsAreTakenInTheOrderInWhichTheyCame() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            writer.ready(new Counted() {
                @Override
                void take(FrameDraft lent) {
                    order.add(number);
                    super.take(lent);
                }
            });
        }
        Counted last = new Counted();
        writer.ready(last);
        begin();
        await(() -> last.taken.get() == 1, "all were taken");
        assertThat(order).hasSize(100).isSorted();
    }

    /** It puts itself into the run queue while it is taken, as a session does that has more to write: others come between. */
    @Test
    void whoHasMoreToDoComesAgainBehindTheOthers() {
        List<String> order = new ArrayList<>();
        Counted greedy = new Counted() {
            @Override
            void take(FrameDraft lent) {
                order.add("greedy");
                if (order.size() < 4) {
                    writer.ready(this);
                }
                super.take(lent);
            }
        };
        Counted modest = new Counted() {
            @Override
            void take(FrameDraft lent) {
                order.add("modest");
                super.take(lent);
            }
        };
        writer.ready(greedy);
        writer.ready(modest);
        begin();
        await(() -> greedy.taken.get() == 3, "it came again");
        assertThat(order).containsExactly("greedy", "modest", "greedy", "greedy");
    }

    /** A thread that a fault ended wrote for nobody any more, and half of the sessions stood still. */
    @Test
    void aFaultEndsOneSessionAndNotTheThread() {
        AtomicBoolean ended = new AtomicBoolean();
        writer.ready(new Turn() {
            @Override
            void take(FrameDraft lent) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            void failed() {
                ended.set(true);
                throw new IllegalStateException("likewise");
            }
        });
        Counted other = new Counted();
        writer.ready(other);
        begin();
        await(() -> other.taken.get() == 1, "the other's turn");
        assertThat(ended).isTrue();
    }

    /** A container interrupts its threads: with the mark left standing a writer never slept again, and took a whole processor. */
    @Test
    void anInterruptNeitherEndsItNorKeepsItAwake() throws InterruptedException {
        begin();
        Counted turn = new Counted();
        thread.interrupt();
        writer.ready(turn);
        await(() -> turn.taken.get() == 1, "its turn");
        await(() -> thread.getState() == Thread.State.WAITING, "asleep again");
        assertThat(thread.isInterrupted()).isFalse();
    }

    @Test
    void itsClassLoaderIsThePlatforms() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        begin();
        writer.ready(new Counted() {
            @Override
            void take(FrameDraft lent) {
                seen.set(Thread.currentThread().getContextClassLoader());
                looked.countDown();
            }
        });
        assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get()).isSameAs(ClassLoader.getPlatformClassLoader());
    }
}
