package org.tidings.fanout;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * Law 8: a subscription begins between two events, falls behind in the middle of one, catches up while the next arrives, reads a
 * history that the ring is passing: nothing slips between, nothing comes twice.
 *
 * <p>The tail, two connections and their writers meet in any order.
 */
public class ShardFeedUnderEveryScheduleTest {

    private static final String CHANNEL = "c:a";
    private static final int RING = 3;

    /** Made once: to register meters takes longer than a schedule. */
    private static final DeliveryMetrics METRICS = new DeliveryMetrics(new CompositeMeterRegistry());

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis), METRICS);
    private final Peer slow = new Peer(1);
    private final Peer quick = new Peer(Integer.MAX_VALUE);
    private long last;

    public ShardFeedUnderEveryScheduleTest() {
        feed.newEpoch("k1", 1);
    }

    /** A connection with so much room, made free by each of its writer's turns. */
    private final class Peer implements Outlet {
        private final List<Long> received = new ArrayList<>();
        private final List<Subscription> behind = new ArrayList<>();
        private final int roomOfATurn;
        private int room;
        private Subscription subscription;
        private int gaps;

        Peer(int roomOfATurn) {
            this.roomOfATurn = roomOfATurn;
            this.room = roomOfATurn;
        }

        @Override
        public synchronized boolean offer(Subscription offered, StoredEvent event, String before) {
            if (room == 0) {
                return false;
            }
            room--;
            gaps += before == null ? 0 : 1;
            received.add(event.seq());
            return true;
        }

        @Override
        public void retract(Subscription subscription, Function<StoredEvent, String> instead) {
            throw new AssertionError("no patterns here");
        }

        @Override
        public synchronized boolean takeBack(Subscription withdrawn, long through, LongFunction<String> notice) {
            return false;
        }

        @Override
        public synchronized void notice(Subscription told, String envelope) {
            gaps++;
        }

        @Override
        public void position(String envelope) {
            throw new AssertionError("nobody asked for it");
        }

        @Override
        public void tooSlow(Subscription subscription) {
            throw new AssertionError("it catches up");
        }

        @Override
        public boolean hold(int bytes) {
            throw new AssertionError("nothing is ephemeral");
        }

        @Override
        public void release(int bytes) {
            throw new AssertionError("nothing is ephemeral");
        }

        @Override
        public synchronized void behind(Subscription fallen) {
            behind.add(fallen);
        }

        void subscribe() {
            if (subscription == null) {
                subscription = feed.subscription(CHANNEL, this, NamespaceOptions.OPEN);
                feed.attach(subscription, new StartFrom.After("k1", 0), attached -> {
                    if (attached.gap() != null) {
                        notice(subscription, "gap");
                    }
                });
            }
        }

        void refill() {
            Subscription next;
            synchronized (this) {
                room = roomOfATurn;
                next = behind.isEmpty() ? null : behind.remove(0);
            }
            if (next != null && !feed.catchUp(next)) {
                behind(next);
            }
        }

        void checkThatNothingSlipped() {
            while (!behind.isEmpty()) {
                refill();
            }
            long before = 0;
            int jumps = 0;
            for (long seq : received) {
                if (seq <= before) {
                    throw new AssertionError("twice or swapped: " + received);
                }
                jumps += seq > before + 1 ? 1 : 0;
                before = seq;
            }
            if (subscription != null && before != last) {
                throw new AssertionError(received + " of " + last);
            }
            if (jumps > gaps) {
                throw new AssertionError(received + " with " + gaps + " gaps");
            }
        }
    }

    @Operation(nonParallelGroup = "tail")
    public void event() {
        last++;
        feed.event(CHANNEL, new StoredEvent(last, last - 1, 0, "", 1), last - RING + 1);
    }

    @Operation(nonParallelGroup = "slow peer's requests")
    public void subscribeSlow() {
        slow.subscribe();
    }

    @Operation(nonParallelGroup = "quick peer's requests")
    public void subscribeQuick() {
        quick.subscribe();
    }

    @Operation(nonParallelGroup = "slow peer's writer")
    public void writeSlow() {
        slow.refill();
    }

    @Operation(nonParallelGroup = "quick peer's writer")
    public void writeQuick() {
        quick.refill();
    }

    /** The positions told, and where the shard stood. */
    @Operation
    public String history() {
        PastPage page = feed.history(CHANNEL, new StartFrom.After("k1", 0), Long.MAX_VALUE, 10, NamespaceOptions.OPEN);
        StringBuilder told = new StringBuilder();
        for (StoredEvent event : page.events()) {
            told.append(event.seq()).append(' ');
        }
        return told.append("of ").append(page.seq()).toString();
    }

    @Validate
    public void eachPeerHasEverythingInOrderOrAGap() {
        slow.checkThatNothingSlipped();
        quick.checkThatNothingSlipped();
    }

    @Test
    void isAsIfOneStepCameAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(100)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(3)
                .actorsAfter(1)
                .addGuarantee(forClasses("org.tidings.envelope.EnvelopeCodec")
                        .allMethods()
                        .ignore())
                .check(getClass());
    }
}
