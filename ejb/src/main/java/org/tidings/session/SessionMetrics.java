package org.tidings.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.tidings.envelope.CloseCode;

/** What all sessions of the instance count. Thread-safe. */
final class SessionMetrics {

    private final MeterRegistry meters;
    private final Timer delivery;
    private final Counter frames;
    private final Counter envelopes;
    private final Counter fallenBehind;
    private final Counter expired;
    private final Counter overtaking;

    SessionMetrics(MeterRegistry meters) {
        this.meters = meters;
        delivery = Timer.builder("tidings.delivery")
                .description(
                        "Time from an event's arrival from the log until it was written to a socket, the oldest of a frame")
                .register(meters);
        frames = Counter.builder("tidings.frames.sent")
                .description("Frames written")
                .register(meters);
        envelopes = Counter.builder("tidings.envelopes.sent")
                .description("Envelopes written, several to a frame")
                .register(meters);
        fallenBehind = Counter.builder("tidings.subscriptions.behind")
                .description("Times that a subscription began to catch up, or to drop")
                .register(meters);
        expired = Counter.builder("tidings.events.expired")
                .description("Events that a subscriber did not get because their deadline had passed")
                .tag("where", "waiting")
                .register(meters);
        overtaking = Counter.builder("tidings.events.overtaking")
                .description("Events of high priority that overtook others on their way to a subscriber")
                .register(meters);
    }

    void sent(OutboundQueue.Frame frame) {
        frames.increment();
        envelopes.increment(frame.out().envelopes());
        if (frame.expired() > 0) {
            expired.increment(frame.expired());
        }
        if (frame.overtakers() > 0) {
            overtaking.increment(frame.overtakers());
        }
        if (frame.oldestArrivedNanos() != 0) {
            delivery.record(System.nanoTime() - frame.oldestArrivedNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void behind() {
        fallenBehind.increment();
    }

    void ended(CloseCode code) {
        Counter.builder("tidings.sessions.ended")
                .description("Sessions ended by the server")
                .tag("code", Integer.toString(code.number()))
                .register(meters)
                .increment();
    }
}
