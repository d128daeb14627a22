package org.tidings.testkit;

/** What a frame is, RFC 6455 §5.2. */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Control frames may stand between the fragments of a message, RFC 6455 §5.5. */
    boolean isControl() {
        return number >= 0x8;
    }

    static Opcode of(int number) throws ProtocolViolation {
        for (Opcode opcode : values()) {
            if (opcode.number == number) {
                return opcode;
            }
        }
        throw new ProtocolViolation("reserved opcode 0x" + Integer.toHexString(number) + " (RFC 6455 §5.2)");
    }
}
