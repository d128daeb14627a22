package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tail reads the log again after every trouble; its reader is told each entry once, or told what it misses. */
class TailReaderTest {

    private final List<String> told = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private RuntimeException failure;
    private final TailReader reader = new TailReader(
            Samples.SHARD, new Recorder(), (origin, shard, epoch, seq) -> answered.add(seq), new SimpleMeterRegistry());
    private ShardLedger ledger = new ShardLedger(Samples.SETTINGS, ChannelStorage.MAIN);

    private final class Recorder implements LogReader {
        @Override
        public void event(Event event, long retainedFrom) {
            if (failure != null) {
                throw failure;
            }
            told.add(event.channel() + "@" + event.seq());
        }

        @Override
        public void advanced(int shard, long seq, long retainedFrom) {
            told.add("@" + seq);
        }

        @Override
        public void heads(int shard, Map<String, Long> heads, long forgottenThrough) {
            // Told with every epoch, hole and checkpoint.
        }

        @Override
        public void kept(int shard, List<Event> values, long forgottenThrough) {
            told.add("kept " + values.size());
        }

        @Override
        public void erased(int shard, String channel, long through) {
            told.add("erased " + channel + " through " + through);
        }

        @Override
        public void hole(int shard, long after, long before) {
            told.add("hole " + after + "-" + before);
        }

        @Override
        public void newEpoch(int shard, String epoch, long seq) {
            told.add(epoch + " from " + seq);
        }
    }

    private void read(LogEntry... entries) {
        for (LogEntry entry : entries) {
            ledger.apply(entry, LogEntryCodec.encode(entry).length);
            reader.take(entry, ledger);
        }
    }

    private void readAgainFromTheOldest(LogEntry... entries) {
        ledger = new ShardLedger(Samples.SETTINGS, ChannelStorage.MAIN);
        read(entries);
    }

    private static LogEntry.Stamp next(LogEntry.Stamp stamp, String epoch) {
        return new LogEntry.Stamp(1, epoch, Terms.after(stamp.term()));
    }

    @Test
    void readAgainFromTheOldestNothingIsToldTwice() {
        LogEntry[] log = {
            Samples.marker(Samples.STAMP, 1), Samples.event(2, "a"), Samples.event(3, "b"), Samples.event(4, "a")
        };
        read(log);
        readAgainFromTheOldest(log);
        read(Samples.event(5, "b"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "b@3", "a@4", "b@5");
        assertThat(answered).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void whatTheRingHasPassedMeanwhileIsToldAsAHole() {
        read(Samples.marker(Samples.STAMP, 1), Samples.event(2, "a"));
        readAgainFromTheOldest(Samples.event(50, "a"), Samples.event(51, "a"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "hole 2-50", "a@50", "a@51");
    }

    @Test
    void exactlyWhatWasErasedMayBeMissing() {
        read(Samples.marker(Samples.STAMP, 1), Samples.event(2, "a"));
        reader.erased().add(List.of(3L, 4L, 6L), 0);
        LogEntry behind = Samples.event(5, "b");
        assertThat(reader.misses(behind)).isFalse();
        read(behind);
        assertThat(reader.misses(Samples.event(8, "b")))
                .as("6 was erased, and 7 is missing")
                .isTrue();
        read(Samples.event(8, "b"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "b@5", "hole 5-8", "b@8");
    }

    @Test
    void whatIsErasedIsToldAndAnswered() {
        read(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                new LogEntry(Samples.STAMP, new LogEntry.Erased(3, new Origin(7, 9), "a", List.of(2L))));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "@3", "erased a through 2");
        assertThat(ledger.erased()).containsExactly(2L);
        assertThat(ledger.prevOf("a")).as("a hole to whoever has less").isEqualTo(2);
    }

    @Test
    void leadersFollowEachOtherInOneEpoch() {
        LogEntry.Stamp second = next(Samples.STAMP, "k3");
        read(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                Samples.marker(second, 3),
                Samples.event(second, 4, "a"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "@3", "a@4");
        assertThat(reader.diverged()).isFalse();
    }

    /** The new leader's entries stand at positions that were read already: they were taken for known, and swallowed. */
    @Test
    void restoredLogIsNoticedAndNothingOfItIsToldUntilANewEpochBegins() {
        LogEntry.Stamp second = next(Samples.STAMP, "k3");
        LogEntry.Stamp third = next(second, "k4");
        read(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                Samples.event(3, "lost"),
                Samples.event(4, "lost"));
        LogPosition before = reader.position();
        readAgainFromTheOldest(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                Samples.marker(second, 3),
                Samples.event(second, 4, "other"),
                Samples.event(second, 5, "other"),
                Samples.event(second, 6, "other"));
        assertThat(reader.diverged()).isTrue();
        assertThat(reader.position()).isEqualTo(before);
        // What it asks the leader with, whose log does not hold it.
        assertThat(ledger.continues(before)).isFalse();
        read(Samples.marker(third, 7), Samples.event(third, 8, "a"));
        assertThat(reader.diverged()).isFalse();
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "lost@3", "lost@4", "k4 from 3", "@7", "a@8");
    }

    /** An epoch that ended came back with an old journal: its positions were given twice. */
    @Test
    void epochThatComesBackIsNotBelieved() {
        LogEntry.Stamp second = next(Samples.STAMP, "k4");
        LogEntry.Stamp third = next(Samples.STAMP, "k3");
        LogEntry.Stamp fourth = next(third, "k5");
        read(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                Samples.marker(second, 3),
                Samples.event(second, 4, "a"));
        readAgainFromTheOldest(
                Samples.marker(Samples.STAMP, 1),
                Samples.event(2, "a"),
                Samples.marker(third, 3),
                Samples.event(third, 4, "b"),
                Samples.event(third, 5, "b"));
        assertThat(reader.diverged()).isTrue();
        read(Samples.marker(fourth, 6), Samples.event(fourth, 7, "a"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "k4 from 3", "@3", "a@4", "k5 from 3", "@6", "a@7");
    }

    @Test
    void emptyJournalBeginsANewEpochAtOne() {
        LogEntry.Stamp fresh = next(Samples.STAMP, "k9");
        read(Samples.marker(Samples.STAMP, 1), Samples.event(2, "a"));
        readAgainFromTheOldest(Samples.marker(fresh, 1), Samples.event(fresh, 2, "b"));
        assertThat(told).containsExactly("k3 from 1", "@1", "a@2", "k9 from 1", "@1", "b@2");
    }

    /** A reader that threw ended the connection, was given the next entry, and said nothing of the one it had lost. */
    @Test
    void entryThatTheReaderFailsOnIsAHoleAndTheLogGoesOn() {
        read(Samples.marker(Samples.STAMP, 1));
        failure = new IllegalStateException("on purpose");
        read(Samples.event(2, "a"));
        failure = null;
        read(Samples.event(3, "a"));
        assertThat(told).containsExactly("k3 from 1", "@1", "hole 1-3", "a@3");
    }
}
