package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tidings.history.StoredEvent;

/** A circular array goes wrong where it turns, grows or shrinks: an event is lost, doubled or given twice. */
class BacklogTest {

    private final Backlog backlog = new Backlog();
    private final Deque<String> expected = new ArrayDeque<>();
    private long seq;

    private void add(Random random) {
        String text = "e" + ++seq;
        expected.add(text);
        if (random.nextInt(4) == 0) {
            backlog.add(Item.notice(text, null));
        } else {
            backlog.add(new StoredEvent(seq, seq - 1, 0, text, text.length()), null);
        }
    }

    private List<String> left() {
        List<String> all = new ArrayList<>();
        for (Item item = backlog.poll(); item != null; item = backlog.poll()) {
            all.add(item.envelope());
        }
        return all;
    }

    @Test
    void whateverComesAndGoesItIsADeque() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int phase = 0; phase < 200; phase++) {
            int adds = random.nextInt(3_000 / (1 + phase % 10));
            for (int i = 0; i < adds; i++) {
                add(random);
                if (random.nextInt(3) == 0) {
                    assertThat(backlog.poll().envelope()).as("seed %d", seed).isEqualTo(expected.remove());
                }
            }
            if (random.nextBoolean()) {
                // Every third goes, every third but one becomes a gap.
                int[] at = new int[1];
                Deque<String> replaced = new ArrayDeque<>();
                backlog.replaceAll(item -> switch (at[0]++ % 3) {
                    case 0 -> null;
                    case 1 -> Item.notice("instead of " + item.envelope(), null);
                    default -> item;
                });
                int place = 0;
                for (String text : expected) {
                    if (place % 3 == 1) {
                        replaced.add("instead of " + text);
                    } else if (place % 3 == 2) {
                        replaced.add(text);
                    }
                    place++;
                }
                expected.clear();
                expected.addAll(replaced);
            }
            if (random.nextInt(3) == 0) {
                assertThat(left()).as("seed %d", seed).containsExactlyElementsOf(expected);
                expected.clear();
                assertThat(backlog.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void anEventLiesThereItselfAndNothingElseDoes() {
        StoredEvent event = new StoredEvent(1, 0, 0, "x", 1);
        backlog.add(event, null);
        backlog.add(Item.notice("y", null));
        assertThat(backlog.event()).isSameAs(event);
        backlog.remove();
        assertThat(backlog.event()).isNull();
        assertThat(backlog.item().envelope()).isEqualTo("y");
        backlog.remove();
        assertThat(backlog.event()).isNull();
        assertThat(backlog.item()).isNull();
    }
}
