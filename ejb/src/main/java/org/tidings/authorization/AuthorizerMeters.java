package org.tidings.authorization;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What is counted about questions to the application behind the broker. Thread-safe. */
final class AuthorizerMeters {
    private final MeterRegistry meters;
    private final Timer answers;
    private final Counter spared;

    AuthorizerMeters(MeterRegistry meters, IntSupplier waiting) {
        this.meters = meters;
        this.answers = Timer.builder("tidings.authorizer")
                .description("Time from a question about a right to its answer, or to the end of waiting for one")
                .register(meters);
        this.spared = Counter.builder("tidings.authorizer.spared")
                .description("Questions not asked because the answer was known, or the same question was under way")
                .register(meters);
        Gauge.builder("tidings.authorizer.waiting", waiting::getAsInt)
                .description("Questions about rights that wait for an answer")
                .register(meters);
    }

    void spared() {
        spared.increment();
    }

    /** @param outcome a verdict, or what stood in its place */
    void asked(String outcome, long nanos) {
        answers.record(nanos, TimeUnit.NANOSECONDS);
        Counter.builder("tidings.authorizer.questions")
                .description("Questions about rights, by what came of them")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
