package org.tidings.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tidings.audit.AuditTrail;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.Decision;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.fanout.FollowUp;
import org.tidings.history.Utf8;
import org.tidings.limits.Limit;
import org.tidings.log.EventLog;
import org.tidings.log.LiveEvents;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.PayloadSchema;
import org.tidings.session.Requester;

/** Takes what is published, as far as the channel's namespace does, to the log; and the log's answer back. Thread-safe. */
final class PublishRequests {

    /** What an event's envelope holds beside what the publisher sent: position, time, names of fields. */
    private static final int EVENT_OVERHEAD_BYTES = 256;

    private final EventLog log;
    private final LiveEvents live;
    private final ChannelAccess access;
    private final Permissions permissions;
    private final AuditTrail audit;
    private final int maxFrameBytes;
    private final FailedRequests failures;
    private final Timer publishes;

    PublishRequests(
            EventLog log,
            LiveEvents live,
            ChannelAccess access,
            Permissions permissions,
            AuditTrail audit,
            int maxFrameBytes,
            FailedRequests failures,
            MeterRegistry meters) {
        this.log = log;
        this.live = live;
        this.access = access;
        this.permissions = permissions;
        this.audit = audit;
        this.maxFrameBytes = maxFrameBytes;
        this.failures = failures;
        this.publishes = Timer.builder("tidings.publish")
                .description("Time from a publish request to the log's answer to it, whatever that is")
                .register(meters);
    }

    void answer(Requester requester, Envelope request) throws RequestFailed {
        String channel = ChannelAccess.channel(request);
        RequestFailed.unless(requester.limits().publish());
        Decision allowed = permissions.require(requester, ChannelAction.PUBLISH, channel);
        NamespaceOptions options = access.options(channel);
        if (request.payload() == null) {
            throw new RequestFailed(ErrorCode.BAD_PAYLOAD, "a publish needs a payload; null is one");
        }
        requireFit(requester, channel, request.payload(), options);
        Publication publication = new Publication(
                channel,
                requester.caller().getName(),
                request.messageId(),
                request.payload(),
                request.headers(),
                request.expiresAt() == null ? 0 : request.expiresAt(),
                request.priority() == null ? Publication.DEFAULT_PRIORITY : request.priority());
        if (eventBytes(publication) > maxFrameBytes) {
            requester.limits().exceeded(Limit.EVENT_BYTES);
            throw new RequestFailed(ErrorCode.TOO_LARGE, "the event would not fit a frame");
        }
        if (request.expiresAt() != null && request.expiresAt() <= System.currentTimeMillis()) {
            throw new RequestFailed(ErrorCode.EXPIRED, "expiresAt has passed");
        }
        if (options.ephemeral()) {
            answer(requester, request, publication, allowed, live.send(publication));
        } else {
            append(requester, request, publication, allowed);
        }
    }

    /** What the channel's namespace asks of what is published there. */
    private void requireFit(Requester requester, String channel, String payload, NamespaceOptions options)
            throws RequestFailed {
        if (options.publishPerSecond() > 0) {
            RequestFailed.unless(requester.limits().publishTo(channel, options.publishPerSecond()));
        }
        if (Utf8.length(payload) > options.maxPayloadBytes()) {
            requester.limits().exceeded(Limit.PAYLOAD_BYTES);
            throw new RequestFailed(
                    ErrorCode.TOO_LARGE,
                    "a payload in this namespace has at most " + options.maxPayloadBytes() + " bytes");
        }
        if (options.schema() != null) {
            Optional<PayloadSchema.Deviation> deviation = options.schema().deviation(payload);
            if (deviation.isPresent()) {
                throw new RequestFailed(ErrorPayload.badPayload(
                        "the payload does not satisfy \"" + deviation.get().keyword()
                                + "\" of its namespace's schema at the place that the pointer names",
                        deviation.get().pointer()));
            }
        }
    }

    private void append(Requester requester, Envelope request, Publication publication, Decision allowed) {
        long start = System.nanoTime();
        requester.limits().begin();
        log.append(publication, requester, outcome -> {
            requester.limits().answered();
            publishes.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            FollowUp.of(() -> answer(requester, request, publication, allowed, outcome));
        });
    }

    private void answer(
            Requester requester, Envelope request, Publication publication, Decision allowed, PublishOutcome outcome) {
        boolean published = outcome instanceof PublishOutcome.Accepted || outcome instanceof PublishOutcome.HandedOver;
        if (published && audit.wantsPublishes()) {
            audit.record(Happened.published(requester, publication, outcome, audit.digest(publication.payload()))
                    .with("because", allowed.words()));
        }
        Envelope reply = Replies.published(request, outcome);
        if (reply != null) {
            requester.send(reply);
        } else {
            count(requester, outcome);
            failures.answer(requester, request, Replies.notPublished(outcome));
        }
    }

    private static void count(Requester requester, PublishOutcome failed) {
        if (failed instanceof PublishOutcome.Overloaded) {
            requester.limits().exceeded(Limit.PUBLISHES_IN_FLIGHT);
        } else if (failed instanceof PublishOutcome.TooLarge) {
            requester.limits().exceeded(Limit.EVENT_BYTES);
        }
    }

    private static int eventBytes(Publication publication) {
        int bytes = EVENT_OVERHEAD_BYTES
                + Utf8.length(publication.payload())
                + Utf8.length(publication.channel())
                + 6 * Utf8.length(publication.from())
                + (publication.messageId() == null ? 0 : 6 * Utf8.length(publication.messageId()));
        for (var header : publication.headers().entrySet()) {
            bytes += 6 + 6 * (Utf8.length(header.getKey()) + Utf8.length(header.getValue()));
        }
        return bytes;
    }
}
