package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * One connection's talk, but for the deliveries: these the generator finds by their {@link Marker}, whatever is around it.
 * Confined to the generator's thread. Buffers that it returns are the caller's; they are written from position to limit.
 */
public interface Conversation {

    /** The HTTP request that opens the WebSocket; see {@link Upgrade}. */
    ByteBuffer upgrade();

    /**
     * Takes a whole WebSocket message: every one until {@link #ready()}, then only those without a marker, such as replies
     * and heartbeats. Also called once with opcode {@link #OPENED} and no payload, as soon as the upgrade is answered with 101.
     *
     * @param opcode of RFC 6455 §5.2, or {@link #OPENED}. The generator itself answers pings (9); it hands on closes (8)
     * @param payload only valid during the call
     * @param answer takes complete masked frames to be sent; see {@link ClientFrame}
     */
    void received(int opcode, ByteBuffer payload, Consumer<ByteBuffer> answer);

    /** Whether the subscription is confirmed or, of a connection that only publishes, it may publish. Never false again. */
    boolean ready();

    /**
     * A complete masked frame that publishes a JSON string.
     *
     * @param channel as in {@link Dialect#open}
     * @param text what the string says: printable ASCII without quotes and backslashes
     */
    ByteBuffer publish(String channel, byte[] text);

    /** How many of the publishes were confirmed as accepted; -1 where the peer does not tell. */
    default long accepted() {
        return -1;
    }

    /** How many of the publishes were refused, where the peer tells of each. */
    default long refused() {
        return 0;
    }

    /** What the peer refused first, in its own words; null as long as it refused nothing. */
    default String refusal() {
        return null;
    }

    /** No opcode of RFC 6455: the connection is a WebSocket now. */
    int OPENED = -1;
}
