package org.tidings.testkit.load;

import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;

/** What attackers do to an instance. Driven by one thread. */
interface Assault extends AutoCloseable {

    /** Returns when all of them are at it. */
    void begin(Report report);

    /** They give up. */
    @Override
    void close();

    /**
     * Whom they attack, and with what.
     *
     * @param token a good one, of an administrator
     * @param proxy leads to the instance
     */
    record Target(Node instance, String token, Swarm swarm, FaultProxy proxy) {

        int port() {
            return instance.port();
        }

        /** A whole handshake. */
        String handshake() {
            return request(
                    "GET /tidings/ws",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13");
        }

        /** A whole head of a request as the instance takes it. */
        String request(String line, String... headers) {
            StringBuilder head = new StringBuilder(line)
                    .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                    .append(port())
                    .append("\r\nAuthorization: Bearer ")
                    .append(token)
                    .append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return head.append("\r\n").toString();
        }
    }
}
