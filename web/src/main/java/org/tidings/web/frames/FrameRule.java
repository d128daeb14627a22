package org.tidings.web.frames;

import org.tidings.envelope.CloseCode;

/** The rules that a client's frame can break in its header, with the close code that tells it so (RFC 6455 §7.4.1). */
public enum FrameRule {
    /** §5.1: a client masks every frame, so that no text of a page can look like HTTP to a proxy on the way. */
    UNMASKED("unmasked", FrameRule.PROTOCOL_ERROR, "frame without a mask"),
    /** §5.2: reserved bits belong to extensions; the first marks a deflated message, on its first frame (RFC 7692 §6). */
    RESERVED_BITS("reserved-bits", FrameRule.PROTOCOL_ERROR, "reserved bits set"),
    /** §5.2: opcodes 3 to 7 and B to F. */
    RESERVED_OPCODE("reserved-opcode", FrameRule.PROTOCOL_ERROR, "reserved opcode"),
    /** §5.2: the shortest form of a length that holds it, and no sign bit. */
    BAD_LENGTH("bad-length", FrameRule.PROTOCOL_ERROR, "bad length"),
    /** §5.5: a control frame is one frame. */
    FRAGMENTED_CONTROL("fragmented-control", FrameRule.PROTOCOL_ERROR, "fragmented control frame"),
    /** §5.5: a control frame has 125 bytes at most. */
    LONG_CONTROL("long-control", FrameRule.PROTOCOL_ERROR, "control frame too long"),
    /** §5.4: a continuation continues something. */
    NOTHING_TO_CONTINUE("nothing-to-continue", FrameRule.PROTOCOL_ERROR, "nothing to continue"),
    /** §5.4: fragments of two messages are not mixed. */
    INTERRUPTED_MESSAGE("interrupted-message", FrameRule.PROTOCOL_ERROR, "message not ended"),
    /** RFC 7692 §7.2.2: what is marked as deflated can be inflated. */
    BAD_COMPRESSION("bad-compression", FrameRule.BAD_DATA, "bad compression"),
    /** §10.4: announced, added up or inflated to more than is allowed; known before any of that is kept. */
    TOO_BIG("too-big", CloseCode.TOO_BIG.number(), CloseCode.TOO_BIG.reason()),
    /** §10.4: pings, pongs and empty fragments carry nothing, yet each costs work, and a ping an answer. */
    FLOOD("flood", CloseCode.PROTOCOL_ABUSE.number(), CloseCode.PROTOCOL_ABUSE.reason());

    private static final int PROTOCOL_ERROR = 1002;
    private static final int BAD_DATA = 1007;

    private final String metricTag;
    private final int closeCode;
    private final String reason;

    FrameRule(String metricTag, int closeCode, String reason) {
        this.metricTag = metricTag;
        this.closeCode = closeCode;
        this.reason = reason;
    }

    public String metricTag() {
        return metricTag;
    }

    int closeCode() {
        return closeCode;
    }

    /** The fixed text of the close frame: ASCII. */
    String reason() {
        return reason;
    }
}
