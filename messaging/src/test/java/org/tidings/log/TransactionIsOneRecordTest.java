package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Law 14: the events of one transaction, of several channels of a shard, travel as one record: all of them are there, or none.
 * Nobody writes such records yet; every reader must take them already, for old instances read what new ones write.
 */
class TransactionIsOneRecordTest {

    private static final LogEntry MARKER = Samples.marker(Samples.STAMP, 1);
    private static final LogEntry TRANSACTION = new LogEntry(
            Samples.STAMP,
            new LogEntry.Events(List.of(item(2, 0, "c:a", 21), item(3, 0, "c:b", 22), item(4, 2, "c:a", 23))));

    private final List<String> told = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final TailReader reader = new TailReader(
            Samples.SHARD,
            new Recorder(),
            (origin, shard, epoch, seq) -> answered.add(origin.requestId()),
            new SimpleMeterRegistry());

    private static LogEntry.Item item(long seq, long prev, String channel, long requestId) {
        return new LogEntry.Item(seq, prev, 1_000, new Origin(7, requestId), Samples.publication(channel, "m" + seq));
    }

    private final class Recorder implements LogReader {
        @Override
        public void event(Event event, long retainedFrom) {
            told.add(event.channel() + "@" + event.seq() + "<" + event.prev());
        }

        @Override
        public void advanced(int shard, long seq, long retainedFrom) {
            told.add("@" + seq);
        }

        @Override
        public void heads(int shard, Map<String, Long> heads, long forgottenThrough) {
            // Told with every epoch.
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
            told.add("hole");
        }

        @Override
        public void newEpoch(int shard, String epoch, long seq) {
            told.add(epoch);
        }
    }

    private ShardLedger read(LogEntry... entries) {
        ShardLedger ledger = new ShardLedger(Samples.SETTINGS, ChannelStorage.MAIN);
        for (LogEntry entry : entries) {
            ledger.apply(entry, LogEntryCodec.encode(entry).length);
            reader.take(entry, ledger);
        }
        return ledger;
    }

    @Test
    void recordKeepsEveryEventAndItsOrder() {
        assertThat(LogEntryCodec.decode(LogEntryCodec.encode(TRANSACTION))).isEqualTo(TRANSACTION);
    }

    @Test
    void readerIsToldEachEventOnceAndEachPublisherAnswered() {
        read(MARKER, TRANSACTION);
        read(MARKER, TRANSACTION);
        assertThat(told).containsExactly("k3", "@1", "c:a@2<0", "c:b@3<0", "c:a@4<2");
        assertThat(answered).containsExactly(21L, 22L, 23L);
    }

    /** Whoever leads next knows all of them: where the channels stand, and which messages are stored. */
    @Test
    void ledgerTakesInEveryEventAndRetainsThemTogether() {
        ShardLedger ledger = read(MARKER, TRANSACTION);
        assertThat(ledger.lastSeq()).isEqualTo(4);
        assertThat(ledger.prevOf("c:a")).isEqualTo(4);
        assertThat(ledger.prevOf("c:b")).isEqualTo(3);
        for (LogEntry.Item item : ((LogEntry.Events) TRANSACTION.body()).items()) {
            assertThat(ledger.firstOf(item.publication(), 1_000).seq()).isEqualTo(item.seq());
        }
        ShardLedger withoutMarker = read(TRANSACTION);
        assertThat(withoutMarker.retainedFrom()).isEqualTo(2);
    }
}
