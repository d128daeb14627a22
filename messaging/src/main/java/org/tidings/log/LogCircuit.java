package org.tidings.log;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether publishes are let through to a shard. It opens once the shard has been in trouble for a second without a break, and
 * then nobody waits for what cannot come.
 *
 * <p>No publish is ever spent on finding out whether the log is back: a probe of the log's own does that, a barrier that goes
 * the whole way to the broker, through the leader and back through the tail. One probe that comes back closes the circuit.
 * {@link #tick} on one thread, the rest on any.
 */
final class LogCircuit {

    private static final Logger LOG = System.getLogger(LogCircuit.class.getName());

    /** Trouble in so many ticks one after the other, a second's. Less is what a lost connection or a new leader takes. */
    private static final int TICKS = 20;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final LogShard shard;
    private final Supplier<String> trouble;
    private final Supplier<CompletionStage<Void>> probe;
    private final CircuitBreaker breaker;
    /** What was last seen to be in the way. Written by the ticking thread. */
    private volatile String reason;

    /**
     * @param trouble why the shard cannot be written or read now; null where nothing is known to be in the way
     * @param probe fails when it does not come back
     */
    LogCircuit(LogShard shard, Supplier<String> trouble, Supplier<CompletionStage<Void>> probe, MeterRegistry meters) {
        this.shard = shard;
        this.trouble = trouble;
        this.probe = probe;
        breaker = CircuitBreaker.of(
                "shard-" + shard,
                CircuitBreakerConfig.custom()
                        .slidingWindow(TICKS, TICKS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .recordResult(Objects::nonNull)
                        .waitDurationInOpenState(PAUSE)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        Counter opened = Counter.builder("tidings.log.circuit.opened")
                .description("Times that publishes began to be refused because a shard could not be written or read")
                .tags(ShardTags.of(shard))
                .register(meters);
        breaker.getEventPublisher().onStateTransition(event -> {
            State from = event.getStateTransition().getFromState();
            State to = event.getStateTransition().getToState();
            if (from == State.CLOSED) {
                opened.increment();
                LOG.log(Level.WARNING, "shard {0}: publishes are refused from now on: {1}", shard, reason);
            } else if (to == State.CLOSED) {
                LOG.log(Level.INFO, "shard {0}: publishes are taken again", shard);
            }
        });
        Gauge.builder("tidings.log.circuit.open", this, circuit -> circuit.closed() ? 0 : 1)
                .description("1 while publishes to a shard are refused because it cannot be written or read")
                .tags(ShardTags.of(shard))
                .register(meters);
    }

    /** Whether publishes are let through. */
    boolean closed() {
        return breaker.getState() == State.CLOSED;
    }

    /** Why they are not, null while they are. */
    String obstacle() {
        return closed() ? null : "shard " + shard + ": " + reason;
    }

    /** To be called every 50 ms. */
    void tick() {
        String now = trouble.get();
        if (now != null) {
            reason = now;
        }
        if (closed()) {
            breaker.onResult(0, TimeUnit.NANOSECONDS, now);
        } else if (breaker.tryAcquirePermission()) {
            probe.get().whenComplete((passed, failure) -> {
                if (failure == null) {
                    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
                } else {
                    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                }
            });
        }
    }
}
