package org.tidings.channel;

import java.util.List;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Gap;
import org.tidings.envelope.HistoryPage;
import org.tidings.envelope.PatternSubscribed;
import org.tidings.envelope.Published;
import org.tidings.envelope.SubscribeOptions;
import org.tidings.envelope.Subscribed;
import org.tidings.fanout.Attached;
import org.tidings.fanout.PastPage;
import org.tidings.history.StoredEvent;
import org.tidings.history.Utf8;
import org.tidings.limits.Refusal;
import org.tidings.log.PublishOutcome;

/** What came of a request, as the envelope that says so. Stateless. */
final class Replies {

    /** When to ask again after a temporary failure of the server. */
    static final long RETRY_AFTER_MILLIS = PublishOutcome.Unavailable.RETRY_AFTER_MILLIS;

    /** What a reply holds beside its events and its channel's name. */
    private static final int ENVELOPE_OVERHEAD_BYTES = 512;

    /** At most so many does it take to say what expired between two events. */
    private static final int GAP_BYTES = 112;

    private Replies() {}

    /** Null for a publish that has failed. */
    static Envelope published(Envelope request, PublishOutcome outcome) {
        EnvelopeBuilder reply = request.reply().channel(request.channel());
        if (outcome instanceof PublishOutcome.Accepted accepted) {
            return reply.epoch(accepted.epoch())
                    .shard(accepted.shard())
                    .seq(accepted.seq())
                    .build();
        } else if (outcome instanceof PublishOutcome.Duplicate duplicate) {
            return reply.epoch(duplicate.epoch())
                    .shard(duplicate.shard())
                    .seq(duplicate.seq())
                    .payload(new Published(true))
                    .build();
        } else if (outcome instanceof PublishOutcome.HandedOver) {
            return reply.build();
        }
        return null;
    }

    /** Why a publish has failed. */
    static ErrorPayload notPublished(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Expired) {
            return ErrorPayload.of(ErrorCode.EXPIRED, "expiresAt has passed");
        } else if (outcome instanceof PublishOutcome.TooLarge) {
            return ErrorPayload.of(ErrorCode.TOO_LARGE, "the log takes no event of this size");
        } else if (outcome instanceof PublishOutcome.Unknown) {
            return ErrorPayload.of(
                    ErrorCode.TIMEOUT,
                    "no answer from the log in time; it may be stored, send it again with its messageId");
        } else if (outcome instanceof PublishOutcome.Overloaded overloaded) {
            return ErrorPayload.of(
                    ErrorCode.RATE_LIMITED,
                    "the server has too many publishes in flight",
                    overloaded.retryAfterMillis());
        }
        return unavailable();
    }

    static ErrorPayload unavailable() {
        return ErrorPayload.of(ErrorCode.UNAVAILABLE, "the broker cannot be reached", RETRY_AFTER_MILLIS);
    }

    /** A limit is reached, and for how long. */
    static ErrorPayload limited(Refusal refusal) {
        String message =
                switch (refusal.limit()) {
                    case PUBLISHES -> "too many publishes on this connection";
                    case PUBLISHES_PER_USER -> "too many publishes by this user";
                    case PUBLISHES_PER_CHANNEL -> "too many publishes to this channel";
                    case PENDING_REQUESTS -> "too many requests wait on this connection";
                    case PINGS -> "too many pings on this connection";
                    case TOKENS -> "too many tokens on this connection";
                    default -> "too many requests on this connection";
                };
        return ErrorPayload.of(ErrorCode.RATE_LIMITED, message, refusal.retryAfterMillis());
    }

    /** To an ephemeral channel: there are no positions in it, and nothing of what came behind one. */
    static Envelope following(Envelope request, SubscribeOptions options) {
        Gap gap =
                options.since() == null ? null : Gap.nothingKept(options.since().seq());
        return request.reply()
                .channel(request.channel())
                .payload(new Subscribed(gap == null, 0L, gap))
                .build();
    }

    /** @param unread of an inbox; null of another channel */
    static Envelope subscribed(Envelope request, Attached attached, Long unread) {
        return request.reply()
                .channel(request.channel())
                .epoch(attached.epoch())
                .shard(attached.shard())
                .seq(attached.seq())
                .payload(new Subscribed(
                        attached.gap() == null,
                        (long) attached.count(),
                        attached.gap(),
                        unread,
                        attached.expired() == 0 ? null : (long) attached.expired()))
                .build();
    }

    /**
     * To a pattern.
     *
     * @param whole whether none of the past is missing but what the parts say
     * @param positions false where the channels are ephemeral, and have none
     */
    static Envelope subscribedPattern(Envelope request, List<Attached> parts, boolean whole, boolean positions) {
        List<PatternSubscribed.Begun> begun = parts.stream()
                .filter(part -> positions)
                .map(part -> new PatternSubscribed.Begun(part.epoch(), part.shard(), part.seq(), (long) part.count()))
                .toList();
        List<PatternSubscribed.ShardGap> gaps = parts.stream()
                .filter(part -> part.gap() != null)
                .map(part -> PatternSubscribed.ShardGap.of(part.shard(), part.gap()))
                .toList();
        long count = parts.stream().mapToLong(Attached::count).sum();
        return request.reply()
                .channel(request.channel())
                .payload(new PatternSubscribed(whole && gaps.isEmpty(), count, begun, gaps.isEmpty() ? null : gaps))
                .build();
    }

    /** As many events as fit a frame: the oldest of them, or the newest where the newest were asked for. */
    static Envelope history(Envelope request, int shard, PastPage page, boolean newest, int maxFrameBytes) {
        int room = maxFrameBytes - ENVELOPE_OVERHEAD_BYTES - Utf8.length(request.channel());
        int first = 0;
        int end = page.events().size();
        int bytes = 0;
        int between = page.expired().isEmpty() ? 1 : 1 + GAP_BYTES;
        for (int i = 0; i < page.events().size(); i++) {
            int index = newest ? page.events().size() - 1 - i : i;
            bytes += page.events().get(index).bytes() + between;
            if (bytes > room && i > 0) {
                first = newest ? index + 1 : 0;
                end = newest ? end : index;
                break;
            }
        }
        long from = first == 0 ? 0 : page.events().get(first).seq();
        long before = end == page.events().size()
                ? Long.MAX_VALUE
                : page.events().get(end).seq();
        List<Gap> expired = page.expired().stream()
                .filter(gap -> gap.before() > from && gap.before() <= before)
                .toList();
        boolean cut = first > 0 || end < page.events().size();
        List<String> events = page.events().subList(first, end).stream()
                .map(StoredEvent::envelope)
                .toList();
        return request.reply()
                .channel(request.channel())
                .epoch(page.epoch())
                .shard(shard)
                .seq(page.seq())
                .payload(HistoryPage.write(events, page.more() || cut, page.gap(), expired))
                .build();
    }
}
