package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever misses an event that nobody keeps knows it by the number alone: a number given twice, or left out, would be a lie. */
class LostEphemeralEventsAreCountedTest {

    private static final Publication PUBLICATION =
            new Publication("cursor:ä", "bob", "m1", "{\"x\":1}", Map.of("k", "v"), 9, 7);

    private final LiveQueue queue = new LiveQueue();
    private final LiveNumbers numbers = new LiveNumbers();

    @Test
    void aRecordIsReadAsItWasWritten() {
        byte[] one = LiveRecordCodec.event(5, PUBLICATION);
        byte[] two = LiveRecordCodec.event(6, PUBLICATION.withMessageId(null));

        assertThat(LiveRecordCodec.decode(LiveRecordCodec.encode(3, 8, List.of(one, two))))
                .isEqualTo(new LiveRecord(
                        3,
                        8,
                        List.of(
                                new LiveRecord.Item(5, PUBLICATION),
                                new LiveRecord.Item(6, PUBLICATION.withMessageId(null)))));
        assertThat(LiveRecordCodec.decode(LiveRecordCodec.encode(3, 8, List.of()))
                        .next())
                .isEqualTo(8);
    }

    @Test
    void whatIsNoRecordIsRefused() {
        byte[] record = LiveRecordCodec.encode(3, 8, List.of(LiveRecordCodec.event(5, PUBLICATION)));
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> LiveRecordCodec.decode(cut)).isInstanceOf(BadRecord.class);
        }
        assertThatThrownBy(() -> LiveRecordCodec.decode(LiveRecordCodec.encode(3, -1, List.of())))
                .isInstanceOf(BadRecord.class);
    }

    /** Whatever is taken, dropped here or lost on the way: heard and missed are together what was handed over. */
    @Test
    void everyEventIsHeardOrMissedAndNeverBoth() throws InterruptedException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long taken = 0;
        long heard = 0;
        long missed = 0;
        // Heard once, so that the number to expect is known.
        numbers.missingBefore(new LiveRecord(1, 1, List.of()));
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(8)) {
                case 0 -> queue.clear();
                case 1 -> {
                    LiveQueue.Batch batch = queue.take(0);
                    if (random.nextInt(3) > 0) {
                        LiveRecord record = decoded(batch);
                        missed += numbers.missingBefore(record);
                        heard += record.events().size();
                    }
                }
                default -> taken += queue.offer(LiveRecordCodec.event(step, PUBLICATION)) ? 1 : 0;
            }
        }
        queue.clear();
        missed += numbers.missingBefore(decoded(queue.take(0)));
        assertThat(heard + missed).as("seed %d", seed).isEqualTo(taken);
    }

    private static LiveRecord decoded(LiveQueue.Batch batch) {
        return LiveRecordCodec.decode(LiveRecordCodec.encode(1, batch.first(), batch.events()));
    }

    @Test
    void whatWasHeardBeforeIsOldAndAnotherInstanceIsAnother() {
        LiveRecord first = new LiveRecord(1, 5, List.of(new LiveRecord.Item(0, PUBLICATION)));
        assertThat(numbers.isOld(first)).isFalse();
        assertThat(numbers.missingBefore(first)).as("of one unheard of").isZero();
        assertThat(numbers.isOld(first)).isTrue();
        assertThat(numbers.isOld(new LiveRecord(2, 5, List.of()))).isFalse();
        assertThat(numbers.missingBefore(new LiveRecord(1, 9, List.of()))).isEqualTo(3);
    }

    @Test
    void theQueueIsBoundedInNumberAndBytesAndABatchInBytes() throws InterruptedException {
        byte[] large = new byte[LiveQueue.MAX_EVENT_BYTES];
        int taken = 0;
        while (queue.offer(large)) {
            taken++;
        }
        assertThat(taken).isEqualTo((2 << 20) / large.length);
        assertThat(queue.take(0).events())
                .as("one that is longer than a batch goes alone")
                .hasSize(1);
        assertThat(queue.clear()).isEqualTo(taken - 1);
        taken = 0;
        while (queue.offer(new byte[100])) {
            taken++;
        }
        assertThat(taken).isEqualTo(2_000);
        List<byte[]> all = new ArrayList<>();
        while (queue.size() > 0) {
            List<byte[]> batch = queue.take(0).events();
            assertThat(batch.size() * 100).isLessThanOrEqualTo(48 << 10);
            all.addAll(batch);
        }
        assertThat(all).hasSize(2_000);
    }
}
