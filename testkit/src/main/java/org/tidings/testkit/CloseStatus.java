package org.tidings.testkit;

import java.nio.charset.StandardCharsets;

/**
 * How a connection ended.
 *
 * @param code the peer's close code; 1005 where its close frame had none, 1006 where no close frame came (RFC 6455
 *     §7.4.1)
 * @param reason the peer's text, empty where it gave none
 */
public record CloseStatus(int code, String reason) {

    static final CloseStatus WITHOUT_FRAME = new CloseStatus(1006, "");

    static CloseStatus of(Frame close) throws ProtocolViolation {
        byte[] payload = close.payload();
        if (payload.length == 0) {
            return new CloseStatus(1005, "");
        }
        if (payload.length == 1) {
            throw new ProtocolViolation("a close frame's payload of one byte (RFC 6455 §5.5.1)");
        }
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        return new CloseStatus(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }
}
