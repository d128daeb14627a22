package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A record of any bytes on the log's addresses: it is read, and then written and read again as the same, or it is bad. */
public final class RecordFuzz {

    private static final List<Trial<?>> TRIALS = List.of(
            new Trial<>(LogEntryCodec::decode, LogEntryCodec::encode),
            new Trial<>(PublishRecordCodec::decode, PublishRecordCodec::encode),
            new Trial<>(PublishRecordCodec::verdict, PublishRecordCodec::encode),
            new Trial<>(DedupeWindow::decode, DedupeWindow::encode));

    private RecordFuzz() {}

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
            TRIALS.get((input[0] & 0xFF) % TRIALS.size()).run(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
