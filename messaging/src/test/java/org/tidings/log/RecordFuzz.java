package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A record of any bytes on the log's addresses: it is read, and then written and read again as the same, or it is bad. */
public final class RecordFuzz {

    private static final List<Trial<?>> TRIALS = List.of(
            new Trial<>(LogEntryCodec::decode, LogEntryCodec::encode),
            new Trial<>(PublishRecordCodec::decode, RecordFuzz::encode),
            new Trial<>(PublishRecordCodec::verdict, PublishRecordCodec::encode),
            new Trial<>(DedupeWindow::decode, DedupeWindow::encode));

    /** Came later: the inputs that are kept choose among the others by what is left of their first byte. */
    private static final Trial<LiveRecord> LIVE = new Trial<>(LiveRecordCodec::decode, RecordFuzz::encode);

    private static final int CHOOSES_LIVE = 0xFF;

    private RecordFuzz() {}

    private static byte[] encode(LiveRecord record) {
        return LiveRecordCodec.encode(
                record.origin(),
                record.first(),
                record.events().stream()
                        .map(item -> LiveRecordCodec.event(item.at(), item.publication()))
                        .toList());
    }

    private static byte[] encode(List<PublishRecord> records) {
        RecordWriter batch = PublishRecordCodec.beginBatch();
        records.forEach(record -> PublishRecordCodec.encode(batch, record));
        return PublishRecordCodec.endBatch(batch, records.size());
    }

    private record Trial<T>(Function<byte[], T> decode, Function<T, byte[]> encode) {
        void run(byte[] bytes) {
            T read;
            try {
                read = decode.apply(bytes);
            } catch (BadRecord declared) {
                assertThat(declared.getMessage()).matches("[ -~]{5,100}");
                return;
            }
            assertThat(decode.apply(encode.apply(read))).isEqualTo(read);
        }
    }

    /** Where the fuzzer comes in: the first byte chooses the codec. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            int choice = input[0] & 0xFF;
            Trial<?> trial = choice == CHOOSES_LIVE ? LIVE : TRIALS.get(choice % TRIALS.size());
            trial.run(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
