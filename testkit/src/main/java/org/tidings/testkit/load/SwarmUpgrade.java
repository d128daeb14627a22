package org.tidings.testkit.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** The request that makes a connection a web socket, and the head of its answer (RFC 6455 §4). Confined to the swarm's thread. */
final class SwarmUpgrade {

    private static final String END = "\r\n\r\n";
    private static final String RETRY_AFTER = "\r\nretry-after: ";

    /** Everything of the answer so far. */
    private final StringBuilder head = new StringBuilder();

    static ByteBuffer request(int port, String token, Random random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String request = "GET /tidings/ws HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + Base64.getEncoder().encodeToString(nonce)
                + "\r\nSec-WebSocket-Protocol: tidings.v1.json\r\nAuthorization: Bearer " + token + END;
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes bytes up to the end of the head; whether that has come. */
    boolean accept(ByteBuffer bytes) {
        boolean complete = false;
        while (bytes.hasRemaining() && !complete) {
            head.append((char) bytes.get());
            complete = head.length() > 3 && head.indexOf(END, head.length() - 4) >= 0;
        }
        return complete;
    }

    boolean isAccepted() {
        return begins("HTTP/1.1 101");
    }

    /** Whether the server takes the fault to be the client's, and no matter of patience. */
    boolean isBlamed() {
        return begins("HTTP/1.1 4") && !begins("HTTP/1.1 429");
    }

    private boolean begins(String status) {
        return statusLine().startsWith(status);
    }

    String statusLine() {
        return head.toString().lines().findFirst().orElse("");
    }

    /** What the refusal names; 0 without. */
    long retryAfterMillis() {
        String answer = head.toString();
        int named = answer.toLowerCase(Locale.ROOT).indexOf(RETRY_AFTER);
        if (named < 0) {
            return 0;
        }
        String seconds = answer.substring(named + RETRY_AFTER.length())
                .lines()
                .findFirst()
                .orElse("0");
        return Long.parseLong(seconds) * 1_000;
    }
}
