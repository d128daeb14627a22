package org.tidings.authorization;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether the application behind the broker is asked. Half of the last questions unanswered open it; then nobody waits for what does
 * not come, and every second some are asked to find out. Open is closed to callers: no verdict, no right. Thread-safe.
 */
final class AuthorizerCircuit {
    private static final Logger LOG = System.getLogger(AuthorizerCircuit.class.getName());
    private static final int LAST = 20;
    private static final int AT_LEAST = 5;
    private static final int PROBES = 2;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "authorizer",
            CircuitBreakerConfig.custom()
                    .slidingWindow(LAST, AT_LEAST, SlidingWindowType.COUNT_BASED)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(PAUSE)
                    .permittedNumberOfCallsInHalfOpenState(PROBES)
                    .build());

    AuthorizerCircuit(MeterRegistry meters) {
        breaker.getEventPublisher().onStateTransition(event -> {
            State to = event.getStateTransition().getToState();
            if (event.getStateTransition().getFromState() == State.CLOSED) {
                LOG.log(Level.WARNING, "the authorizer does not answer: what it would decide is unavailable");
            } else if (to == State.CLOSED) {
                LOG.log(Level.INFO, "the authorizer answers again");
            }
        });
        Gauge.builder("tidings.authorizer.circuit.open", breaker, each -> each.getState() == State.CLOSED ? 0 : 1)
                .description("1 while the application behind the broker is not asked because it did not answer")
                .register(meters);
    }

    /** Where true, one of the other three follows. */
    boolean tryPass() {
        return breaker.tryAcquirePermission();
    }

    void notUsed() {
        breaker.releasePermission();
    }

    void succeeded(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param failure null where an answer came that cannot be read */
    void failed(long nanos, Throwable failure) {
        breaker.onError(nanos, TimeUnit.NANOSECONDS, failure == null ? new TimeoutException() : failure);
    }
}
