package org.tidings.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns frames into envelopes and envelopes into text. Stateless: any thread. Strict as {@code docs/protocol.md} says,
 * in time linear in the frame.
 */
public final class EnvelopeCodec {

    /** What is wrong with a frame that holds nothing. */
    static final String EMPTY = "the frame holds no envelope";

    private EnvelopeCodec() {}

    /**
     * Reads the envelopes of a frame, which newlines separate. Never throws on what a peer sent: a line that is no
     * envelope is a {@link Malformed}, and so is a frame without any. Blank lines are passed over. Reading ends with as
     * many malformed lines as end a connection: a frame of 30,000 would take a second.
     */
    public static List<Decoded> decode(String frame) {
        List<Decoded> found = new ArrayList<>(1);
        boolean cutShort = false;
        int malformed = 0;
        for (int start = 0; start < frame.length() && malformed < Envelope.MALFORMED_PER_MINUTE; ) {
            int newline = frame.indexOf('\n', start);
            int end = newline < 0 ? frame.length() : newline;
            // What follows an envelope that a newline cut short is its remainder, not a mistake of its own.
            boolean remainder = cutShort && frame.charAt(start) != '{';
            if (!remainder && !isBlank(frame, start, end)) {
                Decoded decoded = new EnvelopeReader().read(frame.substring(start, end));
                found.add(decoded);
                cutShort = decoded instanceof Malformed wrong && JsonWalk.ENDS_EARLY.equals(wrong.reason());
                malformed += decoded instanceof Malformed ? 1 : 0;
            }
            start = end + 1;
        }
        return found.isEmpty() ? List.of(new Malformed(null, null, EMPTY)) : found;
    }

    private static boolean isBlank(String frame, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!JsonWalk.isBlank(frame.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes an envelope on one line, without the fields that are absent and without a newline behind it. The payload is last:
     * {@link CborEnvelopeCodec} relies on it.
     */
    public static String encode(Envelope envelope) {
        int payloadLength = envelope.payload() == null ? 0 : envelope.payload().length();
        StringBuilder out = new StringBuilder(256 + payloadLength);
        out.append("{\"v\":1,\"type\":\"").append(envelope.type().wireName()).append('"');
        text(out, "action", envelope.action());
        text(out, "id", envelope.id());
        text(out, "channel", envelope.channel());
        number(out, "seq", envelope.seq());
        number(out, "prev", envelope.prev());
        text(out, "epoch", envelope.epoch());
        number(out, "shard", envelope.shard());
        text(out, "messageId", envelope.messageId());
        text(out, "from", envelope.from());
        number(out, "at", envelope.at());
        number(out, "expiresAt", envelope.expiresAt());
        number(out, "priority", envelope.priority());
        headers(out, envelope.headers());
        payload(out, envelope.payload());
        return out.append('}').toString();
    }

    /** Writes a JSON string, in quotation marks, that is safe inside JavaScript and in any encoding of Unicode. */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || isLoneSurrogate(text, i)) {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xF, 16));
        }
    }

    private static void text(StringBuilder out, String name, String text) {
        if (text != null) {
            out.append(",\"").append(name).append("\":");
            quote(out, text);
        }
    }

    private static void number(StringBuilder out, String name, Long number) {
        if (number != null) {
            out.append(",\"").append(name).append("\":").append(number.longValue());
        }
    }

    private static void number(StringBuilder out, String name, Integer number) {
        if (number != null) {
            out.append(",\"").append(name).append("\":").append(number.intValue());
        }
    }

    private static void headers(StringBuilder out, Map<String, String> headers) {
        if (headers.isEmpty()) {
            return;
        }
        String separator = ",\"headers\":{";
        for (Map.Entry<String, String> header : headers.entrySet()) {
            out.append(separator);
            quote(out, header.getKey());
            out.append(':');
            quote(out, header.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /**
     * A payload that came in a frame holds no newline and goes out as it came. One from elsewhere (HTTP, JMS, a program)
     * may hold newlines between its tokens, which would end the envelope: each becomes a blank.
     */
    private static void payload(StringBuilder out, String payload) {
        if (payload != null) {
            out.append(",\"payload\":").append(payload.indexOf('\n') < 0 ? payload : payload.replace('\n', ' '));
        }
    }
}
