package org.tidings.channel;

import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.PresenceQuery;
import org.tidings.history.Utf8;
import org.tidings.namespace.PresenceMode;
import org.tidings.presence.Presence;
import org.tidings.session.Requester;

/** Says who is on a channel. Thread-safe. */
final class PresenceRequests {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** A name may be long, and each of its characters written as six. */
    private static final int MAX_QUERY_LENGTH = 4_096;

    /** What a reply holds beside members: fields of the envelope, and the name behind which there are more. */
    private static final int OVERHEAD_BYTES = 2_048;

    private final ChannelAccess access;
    private final Permissions permissions;
    private final Presence presence;
    private final int maxFrameBytes;

    PresenceRequests(ChannelAccess access, Permissions permissions, Presence presence, int maxFrameBytes) {
        this.access = access;
        this.permissions = permissions;
        this.presence = presence;
        this.maxFrameBytes = maxFrameBytes;
    }

    void answer(Requester requester, Envelope request) throws RequestFailed, BadPayload {
        String channel = ChannelAccess.channel(request);
        permissions.require(requester, ChannelAction.PRESENCE, channel);
        PresenceMode mode = access.options(channel).presence();
        PresenceQuery query = request.payload() == null
                ? PresenceQuery.FIRST
                : Payloads.read(request.payload(), PresenceQuery.class, MAX_QUERY_LENGTH);
        if (mode == PresenceMode.OFF) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "the channel's namespace offers no presence");
        }
        boolean countOnly = mode == PresenceMode.COUNT || Boolean.TRUE.equals(query.countOnly());
        int limit = query.limit() == null ? DEFAULT_LIMIT : Math.min(query.limit(), MAX_LIMIT);
        Presence.Question question = new Presence.Question(
                channel,
                query.after(),
                countOnly ? 0 : limit,
                Math.max(0, maxFrameBytes - OVERHEAD_BYTES - Utf8.length(channel)));
        boolean known = presence.ask(
                question,
                page -> requester.send(request.reply()
                        .channel(channel)
                        .payload(countOnly ? page.writeCount() : page.write())
                        .build()));
        if (!known) {
            throw new RequestFailed(
                    ErrorCode.UNAVAILABLE,
                    "the server is cut off from others and does not know who is there",
                    Replies.RETRY_AFTER_MILLIS);
        }
    }
}
