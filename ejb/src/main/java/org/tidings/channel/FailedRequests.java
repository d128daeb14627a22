package org.tidings.channel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.session.Requester;

/** Answers requests with errors, at once or when the log has spoken, and counts them. Thread-safe. */
final class FailedRequests {

    private final MeterRegistry meters;

    FailedRequests(MeterRegistry meters) {
        this.meters = meters;
    }

    void answer(Requester requester, Envelope request, ErrorPayload why) {
        count(why.code());
        requester.send(request.error(why));
    }

    void countMalformed() {
        count(ErrorCode.BAD_ENVELOPE.wireName());
    }

    private void count(String code) {
        Counter.builder("tidings.requests.failed")
                .description("Requests answered with an error")
                .tag("code", code)
                .register(meters)
                .increment();
    }
}
