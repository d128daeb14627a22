package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Law 4: a message is stored once within the window, and only within it. */
class DedupeWindowTest {

    private static final long WINDOW = 120_000;

    private final DedupeWindow window = new DedupeWindow(WINDOW);

    private static DedupeWindow.Known known(int id, long seq, long at) {
        return new DedupeWindow.Known(new DedupeWindow.Key(id, 0), new DedupeWindow.First("k3", seq, at));
    }

    @Test
    void firstPositionIsKept() {
        window.remember(known(1, 10, 1_000));
        window.remember(known(1, 11, 1_500));
        assertThat(window.find(new DedupeWindow.Key(1, 0), 2_000).seq()).isEqualTo(10);
    }

    @Test
    void messageIsNewAgainOnceTheWindowHasPassed() {
        window.remember(known(1, 10, 1_000));
        DedupeWindow.Key key = new DedupeWindow.Key(1, 0);
        assertThat(window.find(key, 1_000 + WINDOW)).isNotNull();
        assertThat(window.find(key, 1_001 + WINDOW)).isNull();
    }

    /**
     * Stored, stored again after the window, then a takeover, then sent again: the successor read the first record before the
     * second, kept the first, found it too old, and let the message be stored a third time.
     */
    @Test
    void secondOfTwoWindowsIsNotHiddenByTheFirst() {
        window.remember(known(1, 10, 1_000));
        window.remember(known(1, 50, 1_001 + WINDOW));
        DedupeWindow.First first = window.find(new DedupeWindow.Key(1, 0), 2_000 + WINDOW);
        assertThat(first.seq()).isEqualTo(50);
    }

    @Test
    void whatIsOlderThanTheWindowTakesNoMemory() {
        for (int i = 0; i < 10_000; i++) {
            window.remember(known(i, i + 1, i * 100L));
        }
        assertThat(window.size()).isLessThanOrEqualTo((int) WINDOW / 100 + 1);
    }

    @Test
    void keysOfPartsThatRunTogetherDiffer() {
        List<DedupeWindow.Key> keys = new ArrayList<>();
        for (String[] parts :
                new String[][] {{"a:b", "c", "d"}, {"a:bc", "", "d"}, {"a:b", "cd", ""}, {"a:b", "", "cd"}}) {
            keys.add(DedupeWindow.key(new Publication(parts[0], parts[1], parts[2], "{}", Map.of(), 0, 4)));
        }
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void recordsHoldTheirRangeOfPositionsAndNoMoreThanTheirBound() {
        for (int i = 1; i <= 2_000; i++) {
            window.remember(known(i, i, 1_000));
        }
        List<byte[]> records = window.records(101, 1_201);
        assertThat(records).hasSize(3).allMatch(record -> record.length < 23_000);
        assertThat(records.stream().flatMap(record -> DedupeWindow.decode(record).stream()))
                .extracting(known -> known.first().seq())
                .hasSize(1_100)
                .startsWith(101L)
                .endsWith(1_200L);
    }

    /** Whatever a leader is, its successor is too: from the ring and the records beside it, wherever the ring begins. */
    @Test
    void successorKnowsEveryMessageOfTheWindowFromRingAndRecords() {
        LogSettings settings = Samples.settings(200, 64L << 20);
        Lead lead =
                new Lead(Samples.SHARD, settings, ChannelStorage.MAIN, new ShardLedger(settings, ChannelStorage.MAIN));
        List<Lead.Written> log = new ArrayList<>(List.of(lead.takeOver("k3")));
        List<byte[]> beside = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Lead.Batch batch = lead.sequence(Samples.messages("c:a", i, 1), 10_000 + i);
            log.addAll(batch.entries());
            beside.addAll(batch.dedupeRecords());
            if (i % 97 == 0) {
                assertSuccessorKnows(settings, log, beside, i);
            }
        }
        assertThat(beside).hasSizeLessThan(100);
    }

    private static void assertSuccessorKnows(
            LogSettings settings, List<Lead.Written> log, List<byte[]> beside, int last) {
        ShardLedger successor =
                Samples.read(settings, log.subList(Math.max(0, log.size() - settings.ringSize()), log.size()));
        DedupeWindow recalled = new DedupeWindow(settings.dedupeWindowMillis());
        beside.forEach(record -> DedupeWindow.decode(record).forEach(recalled::remember));
        successor.recall(recalled);
        for (int i = 0; i <= last; i++) {
            DedupeWindow.First first = successor.firstOf(Samples.publication("c:a", "c:a-" + i), 10_000 + last);
            assertThat(first).as("message %d of %d", i, last).isNotNull();
        }
    }
}
