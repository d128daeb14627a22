package org.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidings.control.DirectiveFuzz;
import org.tidings.envelope.CborFuzz;
import org.tidings.envelope.EnvelopeFuzz;
import org.tidings.envelope.PayloadFuzz;
import org.tidings.log.RecordFuzz;

/** What the fuzzer once found worth keeping, and what once was wrong, goes through again. {@code ./tidings fuzz} finds more. */
class FuzzedInputsTest {

    private static final Path CORPORA = Path.of("src/test/fuzz");

    private interface Target {
        void take(byte[] input) throws Exception;
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                target("envelope", EnvelopeFuzz::fuzzerTestOneInput),
                target("cbor", CborFuzz::fuzzerTestOneInput),
                target("payload", PayloadFuzz::fuzzerTestOneInput),
                target("record", RecordFuzz::fuzzerTestOneInput),
                target("directive", DirectiveFuzz::fuzzerTestOneInput));
    }

    private static Arguments target(String name, Target target) {
        return Arguments.of(name, target);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void raiseNothingButDeclaredErrors(String name, Target target) throws Exception {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPORA.resolve(name))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            try {
                byte[] bytes = Files.readAllBytes(input);
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> target.take(bytes));
            } catch (Exception | AssertionError | StackOverflowError surprise) {
                throw new AssertionError(input + " surprises", surprise);
            }
        }
    }
}
