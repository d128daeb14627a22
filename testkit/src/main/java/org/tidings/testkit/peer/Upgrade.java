package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The request that turns a connection into a WebSocket (RFC 6455 §4.1). */
public final class Upgrade {

    /** That of the RFC's example: nobody here is guarded against caches by a fresh one. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private Upgrade() {}

    /**
     * @param target path and query
     * @param headers whole lines without their ends, such as {@code Sec-WebSocket-Protocol: mqtt}
     */
    public static ByteBuffer request(int port, String target, String... headers) {
        StringBuilder request = new StringBuilder(256);
        request.append("GET ")
                .append(target)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port);
        request.append(
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
        request.append(KEY);
        for (String header : headers) {
            request.append("\r\n").append(header);
        }
        return ByteBuffer.wrap(request.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }
}
