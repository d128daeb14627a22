package org.tidings.envelope;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One message on the wire, version 1. A field that is absent is null; {@code headers} is never null.
 *
 * @param type request, reply, error or event
 * @param action the verb
 * @param id correlation id, at most 64 characters; absent in events
 * @param channel the channel's full name, as received (not yet validated)
 * @param payload the payload's JSON text, byte for byte as received
 * @param seq position in the shard
 * @param prev {@code seq} of the channel's previous event, never less; 0 for its first
 * @param epoch incarnation of the log
 * @param shard shard number, 0 based
 * @param messageId de-duplication id chosen by the publisher, at most 64 characters
 * @param from the publisher's subject
 * @param at when the event was sequenced, milliseconds since 1970
 * @param headers small application metadata, at most 2 KiB in all
 * @param expiresAt deadline, milliseconds since 1970
 * @param priority 0 to 9 as in JMS
 */
public record Envelope(
        Type type,
        String action,
        String id,
        String channel,
        String payload,
        Long seq,
        Long prev,
        String epoch,
        Integer shard,
        String messageId,
        String from,
        Long at,
        Map<String, String> headers,
        Long expiresAt,
        Integer priority)
        implements Decoded {

    /** The protocol version that {@code v} carries. */
    public static final int VERSION = 1;

    /** Deepest nesting of objects and arrays, the envelope's own object included. */
    public static final int MAX_DEPTH = 64;

    public static final int MAX_ID_LENGTH = 64;
    public static final int MAX_HEADERS_BYTES = 2048;
    public static final int MAX_HEADERS = 64;

    /** Fields of one envelope, those included that this version does not know. */
    public static final int MAX_FIELDS = 64;

    /** Names in all objects of a request. Its event has some more, and a page of history those of many. */
    public static final int MAX_NAMES = 10_000;

    /** So many malformed envelopes within a minute end a connection. */
    public static final int MALFORMED_PER_MINUTE = 10;

    /** What an envelope is. Clients send requests alone. */
    public enum Type {
        REQUEST("request"),
        REPLY("reply"),
        ERROR("error"),
        EVENT("event");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** The type of that name, or null. */
        static Type of(String wireName) {
            return switch (wireName) {
                case "request" -> REQUEST;
                case "reply" -> REPLY;
                case "error" -> ERROR;
                case "event" -> EVENT;
                default -> null;
            };
        }
    }

    public Envelope {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(action, "action");
        // Not Map.copyOf: headers keep the publisher's order.
        headers = headers == null || headers.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The same with another correlation id. */
    public Envelope withId(String other) {
        return new Envelope(
                type, action, other, channel, payload, seq, prev, epoch, shard, messageId, from, at, headers, expiresAt,
                priority);
    }

    public static EnvelopeBuilder request(String action) {
        return new EnvelopeBuilder(Type.REQUEST, action);
    }

    public static EnvelopeBuilder event(String action) {
        return new EnvelopeBuilder(Type.EVENT, action);
    }

    /** An error that answers what could not be read whole. */
    public static EnvelopeBuilder error(String action) {
        return new EnvelopeBuilder(Type.ERROR, action);
    }

    /** A reply to this request: its action and id. */
    public EnvelopeBuilder reply() {
        return new EnvelopeBuilder(Type.REPLY, action).id(id);
    }

    /** An error that answers this request: its action and id. */
    public Envelope error(ErrorPayload error) {
        return new EnvelopeBuilder(Type.ERROR, action).id(id).payload(error).build();
    }
}
