package org.tidings.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tidings.control.InstanceReport;

/** An instance that was killed stands in the list for ever; or strangers at the broker fill the memory with names. */
class SilentInstanceIsForgottenTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final InstanceRoster roster = new InstanceRoster(() -> report("b", "1"), nanos::get);

    private static InstanceReport report(String name, String incarnation) {
        return new InstanceReport(name, incarnation, 1, "0.1", 2);
    }

    private List<String> names() {
        return roster.all().stream().map(live -> live.report().name()).toList();
    }

    @Test
    void whoIsSilentForTooLongIsGone() {
        roster.heard(report("a", "2"));
        roster.heard(report("c", "3"));
        nanos.addAndGet(InstanceRoster.SILENCE_NANOS);
        roster.heard(report("c", "3"));
        assertThat(names()).containsExactly("a", "b", "c");
        nanos.addAndGet(1);
        assertThat(names()).containsExactly("b", "c");
    }

    @Test
    void twoOfOneNameAreTwo() {
        roster.heard(report("b", "2"));
        assertThat(roster.all()).extracting(LiveInstance::self).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void noMoreAreKeptThanThereCanBe() {
        for (int i = 0; i < 2 * InstanceRoster.MAX_OTHERS; i++) {
            roster.heard(report("x", "i" + i));
        }
        assertThat(roster.all()).hasSize(InstanceRoster.MAX_OTHERS + 1);
    }
}
