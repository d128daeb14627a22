package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Law 12: a leader's clock is set back, or the next leader's is behind. An event is never older than the one before it. */
class ClockNeverGoesBackTest {

    private static final long NOON = 1_700_000_000_000L;
    private static final long WINDOW = Samples.SETTINGS.dedupeWindowMillis();

    private final List<Lead.Written> log = new ArrayList<>();
    private Lead lead = takeOver();

    private Lead takeOver() {
        Lead next = new Lead(Samples.SHARD, Samples.SETTINGS, ChannelStorage.MAIN, Samples.read(Samples.SETTINGS, log));
        log.add(next.takeOver("k3"));
        return next;
    }

    /** Each at its time: the times under which they stand in the log. */
    private List<Long> publishAt(LongStream times) {
        List<Long> told = new ArrayList<>();
        times.forEach(now -> {
            Lead.Batch batch = lead.sequence(List.of(Samples.message("c:a", "m" + log.size())), now);
            log.addAll(batch.entries());
            told.add(Samples.items(batch).get(0).at());
        });
        return told;
    }

    @Test
    void clockThatIsSetBackStandsStillUntilItHasCaughtUp() {
        assertThat(publishAt(LongStream.of(NOON, NOON - 60_000, NOON - 1, NOON + 1)))
                .containsExactly(NOON, NOON, NOON, NOON + 1);
    }

    @Test
    void nextLeaderWhoseClockIsBehindGoesOnWhereTheLastOneWas() {
        publishAt(LongStream.of(NOON));
        lead = takeOver();
        assertThat(publishAt(LongStream.of(NOON - 3_600_000, NOON + 5))).containsExactly(NOON, NOON + 5);
    }

    /** A clock that was ahead for a moment must not make the window forget what was stored a moment ago, nor repeat it. */
    @Test
    void messageSentAgainAfterAJumpIsStillKnownWithinTheWindow() {
        PublishRecord message = Samples.message("c:a", "again");
        log.addAll(lead.sequence(List.of(message), NOON).entries());
        publishAt(LongStream.of(NOON + WINDOW / 2, NOON - WINDOW));
        Lead.Batch again = lead.sequence(List.of(message), NOON + 1);
        assertThat(again.entries()).isEmpty();
        assertThat(again.verdicts()).extracting(Verdict::firstSeq).containsExactly(2L);
    }
}
