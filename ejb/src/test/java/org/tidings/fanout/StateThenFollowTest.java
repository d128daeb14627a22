package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * What docs/state.md says: a reader that reads a position, then the state, then follows from the position knows every change, if the
 * writer writes first and publishes then. Every order in which the three steps of a reader can meet the steps of a writer is tried.
 */
class StateThenFollowTest {

    private static final int CHANGES = 4;
    private static final int READERS_STEPS = 3;

    private interface Step {
        void take();
    }

    /** One run, in which a reader and a writer take their steps in the order given. */
    private static final class Run {
        private final ShardFeed feed =
                new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
        private final RecordingOutlet outlet = new RecordingOutlet();
        /** The application's database. */
        private final Set<String> state = new HashSet<>();

        private final Set<String> known = new HashSet<>();
        private final List<Step> reader = new ArrayList<>();
        private final List<Step> writer = new ArrayList<>();
        private long seq;
        private ShardFeed.Standing position;

        Run(boolean writesFirst) {
            feed.newEpoch("k1", 1);
            for (int i = 1; i <= CHANGES; i++) {
                String change = "change " + i;
                Step write = () -> state.add(change);
                Step publish = () -> feed.event("a", new StoredEvent(++seq, seq - 1, 0, change, 1), 1);
                writer.add(writesFirst ? write : publish);
                writer.add(writesFirst ? publish : write);
            }
            reader.add(() -> {
                PastPage page = feed.history("a", null, Long.MAX_VALUE, 0, NamespaceOptions.OPEN);
                assertThat(page.events()).isEmpty();
                position = new ShardFeed.Standing(page.epoch(), page.seq());
            });
            reader.add(() -> known.addAll(state));
            reader.add(() -> feed.attach(
                    feed.subscription("a", outlet, NamespaceOptions.OPEN),
                    new StartFrom.After(position.epoch(), position.seq()),
                    attached -> assertThat(attached.gap()).isNull()));
        }

        /** @param readersTurns before which of the writer's steps each of the reader's comes */
        boolean knowsEverything(int... readersTurns) {
            int next = 0;
            for (int step = 0; step <= writer.size(); step++) {
                while (next < READERS_STEPS && readersTurns[next] == step) {
                    reader.get(next++).take();
                }
                if (step < writer.size()) {
                    writer.get(step).take();
                }
            }
            for (Subscription behind = outlet.nextBehind(); behind != null; behind = outlet.nextBehind()) {
                while (!feed.catchUp(behind)) {
                    assertThat(outlet.room).isPositive();
                }
            }
            known.addAll(outlet.received());
            return known.equals(state);
        }
    }

    /** In how many of all orders the reader does not know everything in the end. */
    private static int losses(boolean writesFirst) {
        int losses = 0;
        for (int first = 0; first <= 2 * CHANGES; first++) {
            for (int second = first; second <= 2 * CHANGES; second++) {
                for (int third = second; third <= 2 * CHANGES; third++) {
                    losses += new Run(writesFirst).knowsEverything(first, second, third) ? 0 : 1;
                }
            }
        }
        return losses;
    }

    @Test
    void noOrderLosesAChangeThatWasWrittenBeforeItWasPublished() {
        assertThat(losses(true)).isZero();
    }

    /** Else the test would prove nothing. */
    @Test
    void someOrderLosesAChangeThatWasPublishedBeforeItWasWritten() {
        assertThat(losses(false)).isPositive();
    }
}
