package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Whoever reaches the broker can write to the log's addresses. A record is read as it was written, or refused as
 * {@link BadRecord}; any other exception stopped its reader there for ever, for it would be given the same record again.
 */
class HostileRecordTest {

    private static final Publication PUBLICATION = new Publication(
            "orders:ü", "älice", "m-1", "{\"a\":[1,2,\"\uD83D\uDE00\"]}", Map.of("k", "v", "leer", ""), 99, 9);

    private static final List<LogEntry> ENTRIES = List.of(
            new LogEntry(
                    Samples.STAMP,
                    new LogEntry.Events(List.of(
                            new LogEntry.Item(5, 3, 1_700_000_000_000L, Samples.ORIGIN, PUBLICATION),
                            new LogEntry.Item(6, 5, 1_700_000_000_001L, Samples.ORIGIN, PUBLICATION)))),
            new LogEntry(Samples.STAMP, new LogEntry.Marker(1)),
            new LogEntry(Samples.STAMP, new LogEntry.Checkpoint(9, 4, Map.of("a", 1L, "b", 8L))),
            new LogEntry(Samples.STAMP, new LogEntry.Checkpoint(10, 0, Map.of())),
            new LogEntry(
                    Samples.STAMP,
                    new LogEntry.Kept(
                            11,
                            3,
                            List.of(
                                    new LogEntry.Value("k2", new LogEntry.Item(4, 0, 7L, Samples.ORIGIN, PUBLICATION)),
                                    new LogEntry.Value(
                                            "k3", new LogEntry.Item(9, 5, 8L, Samples.ORIGIN, PUBLICATION))))),
            new LogEntry(Samples.STAMP, new LogEntry.Barrier(12, Samples.ORIGIN)),
            new LogEntry(new LogEntry.Stamp(4, "", 0), new LogEntry.Probe(UUID.randomUUID())));

    private static final List<PublishRecord> RECORDS = List.of(
            new PublishRecord.Message(Samples.ORIGIN, PUBLICATION),
            new PublishRecord.BarrierRequest(Samples.ORIGIN, new LogPosition("k3", 41, Samples.TERM)),
            new PublishRecord.BarrierRequest(Samples.ORIGIN, LogPosition.NONE));

    private static byte[] batch(List<PublishRecord> records) {
        RecordWriter batch = PublishRecordCodec.beginBatch();
        records.forEach(record -> PublishRecordCodec.encode(batch, record));
        return PublishRecordCodec.endBatch(batch, records.size());
    }

    @Test
    void everyRecordIsReadAsItWasWritten() {
        for (LogEntry entry : ENTRIES) {
            assertThat(LogEntryCodec.decode(LogEntryCodec.encode(entry))).isEqualTo(entry);
        }
        for (PublishRecord record : RECORDS) {
            assertThat(PublishRecordCodec.decode(PublishRecordCodec.encode(record)))
                    .containsExactly(record);
        }
        assertThat(PublishRecordCodec.decode(batch(RECORDS))).isEqualTo(RECORDS);
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            Verdict verdict = new Verdict(Samples.ORIGIN, 3, kind, "k3", 17);
            assertThat(PublishRecordCodec.verdict(PublishRecordCodec.encode(verdict)))
                    .isEqualTo(verdict);
        }
        List<DedupeWindow.Known> known = List.of(
                new DedupeWindow.Known(new DedupeWindow.Key(1, 2), new DedupeWindow.First("k3", 4, 5)),
                new DedupeWindow.Known(new DedupeWindow.Key(-1, -2), new DedupeWindow.First("k4", 6, 7)));
        assertThat(DedupeWindow.decode(DedupeWindow.encode(known))).isEqualTo(known);
    }

    @Test
    void everyPrefixAndEveryLongerRecordIsRefused() {
        everyRecord((bytes, decode) -> {
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> decode.apply(cut)).isInstanceOf(BadRecord.class);
            }
            assertThatThrownBy(() -> decode.apply(Arrays.copyOf(bytes, bytes.length + 1)))
                    .isInstanceOf(BadRecord.class);
        });
    }

    /** A null where none may be once ended as NullPointerException, and its shard with it. */
    @Test
    void lengthOfMinusOneIsRefusedEverywhere() {
        everyRecord((bytes, decode) -> {
            for (int at = 0; at + 4 <= bytes.length; at++) {
                byte[] changed = bytes.clone();
                ByteBuffer.wrap(changed).putInt(at, -1);
                assertRecordOrBadRecord(changed, decode);
            }
        });
    }

    /** Counts and lengths come before what they count: none may make the reader allocate what the record cannot hold. */
    @Test
    void hugeCountsAreRefusedBeforeAnythingIsAllocated() {
        everyRecord((bytes, decode) -> {
            for (int at = 0; at + 4 <= bytes.length; at++) {
                byte[] changed = bytes.clone();
                ByteBuffer.wrap(changed).putInt(at, Integer.MAX_VALUE - 8);
                assertRecordOrBadRecord(changed, decode);
            }
        });
    }

    @Test
    void randomDamageEndsAsARecordOrAsBadRecord() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try {
            for (int round = 0; round < 2_000; round++) {
                everyRecord((bytes, decode) -> {
                    byte[] damaged = bytes.clone();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    assertRecordOrBadRecord(damaged, decode);
                });
            }
        } catch (AssertionError e) {
            fail("seed " + seed, e);
        }
    }

    @Test
    void positionsWithAHoleInOneRecordAreRefused() {
        LogEntry entry = new LogEntry(
                Samples.STAMP,
                new LogEntry.Events(List.of(
                        new LogEntry.Item(5, 3, 0, Samples.ORIGIN, PUBLICATION),
                        new LogEntry.Item(7, 5, 0, Samples.ORIGIN, PUBLICATION))));
        byte[] bytes = LogEntryCodec.encode(entry);
        assertThatThrownBy(() -> LogEntryCodec.decode(bytes)).isInstanceOf(BadRecord.class);
    }

    private interface Trial {
        void run(byte[] bytes, Function<byte[], Object> decode);
    }

    private static void everyRecord(Trial trial) {
        ENTRIES.forEach(entry -> trial.run(LogEntryCodec.encode(entry), LogEntryCodec::decode));
        RECORDS.forEach(record -> trial.run(PublishRecordCodec.encode(record), PublishRecordCodec::decode));
        trial.run(batch(RECORDS), PublishRecordCodec::decode);
        trial.run(
                PublishRecordCodec.encode(new Verdict(Samples.ORIGIN, 3, Verdict.Kind.DUPLICATE, "k3", 17)),
                PublishRecordCodec::verdict);
        trial.run(
                DedupeWindow.encode(List.of(
                        new DedupeWindow.Known(new DedupeWindow.Key(1, 2), new DedupeWindow.First("k3", 4, 5)))),
                DedupeWindow::decode);
    }

    private static void assertRecordOrBadRecord(byte[] bytes, Function<byte[], Object> decode) {
        try {
            assertThat(decode.apply(bytes)).isNotNull();
        } catch (BadRecord e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
