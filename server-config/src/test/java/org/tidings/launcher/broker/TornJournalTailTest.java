package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidings.log.PublishOutcome;

/** The broker's machine dies in the middle of a write: the end of the journal is cut, empty, or rubbish. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TornJournalTailTest {

    private static final int EVENTS = 50;
    /** Bytes that the last record certainly has. */
    private static final int TORN = 9;

    private static final long SEED = 20_261_121;

    /** What the disk made of the last write. Takes the file's bytes and where what is written in it ends. */
    enum Tear {
        CUT_OFF {
            @Override
            byte[] apply(byte[] file, int end) {
                return Arrays.copyOf(file, end - TORN);
            }
        },
        ZEROES {
            @Override
            byte[] apply(byte[] file, int end) {
                Arrays.fill(file, end - TORN, end, (byte) 0);
                return file;
            }
        },
        RUBBISH {
            @Override
            byte[] apply(byte[] file, int end) {
                return rubbish(file, end - TORN, TORN);
            }
        },
        RUBBISH_BEHIND_THE_END {
            @Override
            byte[] apply(byte[] file, int end) {
                return rubbish(file, end, 4_096);
            }
        },
        HALF_OF_THE_LAST_RECORD_AGAIN {
            @Override
            byte[] apply(byte[] file, int end) {
                System.arraycopy(file, end - 64, file, end, 48);
                return file;
            }
        };

        abstract byte[] apply(byte[] file, int end);

        static byte[] rubbish(byte[] file, int from, int length) {
            byte[] rubbish = new byte[length];
            new Random(SEED).nextBytes(rubbish);
            System.arraycopy(rubbish, 0, file, from, length);
            return file;
        }
    }

    private TestBroker broker;
    private Path crashed;

    @BeforeAll
    void crash() {
        broker = TestBroker.up(LogShapes.shards(1));
        try (LogInstance instance = LogInstance.of(broker)) {
            for (int i = 0; i < EVENTS; i++) {
                instance.accepted("c:a", "m" + i, Integer.toString(i));
            }
            crashed = broker.backUp();
        }
        broker.stop();
    }

    @AfterAll
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void everythingBeforeTheTornRecordIsThereAndTheLogGoesOn(Tear tear) throws IOException {
        broker.restore(crashed);
        tear(newest(broker.messages()), tear);
        broker.start();
        try (LogInstance instance = LogInstance.of(broker)) {
            List<String> payloads = instance.read.payloads(0);
            assertThat(payloads).hasSizeGreaterThanOrEqualTo(EVENTS - 1).isEqualTo(numbers(payloads.size()));
            // What was torn is sent again by who is not sure of it; what was not is known.
            for (int i = EVENTS - 10; i < EVENTS; i++) {
                PublishOutcome again = LogInstance.get(instance.publish("c:a", "m" + i, Integer.toString(i)));
                assertThat(again)
                        .isInstanceOf(
                                i < payloads.size() ? PublishOutcome.Duplicate.class : PublishOutcome.Accepted.class);
            }
            long last = instance.accepted("c:a", "next", Integer.toString(EVENTS));
            instance.awaitPosition(0, last);
            assertThat(instance.read.payloads(0)).isEqualTo(numbers(EVENTS + 1));
            assertThat(instance.read.holes(0)).isEmpty();
        }
        broker.stop();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static void tear(Path file, Tear tear) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, tear.apply(bytes, end(bytes)));
    }

    /** The journal file that was written to last: files are made in advance, and are empty but for their heads. */
    private static Path newest(Path messages) throws IOException {
        try (Stream<Path> files = Files.list(messages)) {
            return files.filter(file -> file.toString().endsWith(".amq"))
                    .filter(file -> end(bytes(file)) > 64)
                    .max(Comparator.comparing(TornJournalTailTest::number))
                    .orElseThrow();
        }
    }

    /** The number in its head, behind two versions of four bytes each. */
    private static long number(Path file) {
        return ByteBuffer.wrap(bytes(file)).getLong(8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int end(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
