package org.tidings.session;

import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;

/** What a session needs of the connection under it. */
public interface Transport {

    /** What the peer was promised. */
    default WireFormat format() {
        return WireFormat.JSON;
    }

    /** Whether a send or a ping returns at once whatever the peer does, and takes no lock under which the container calls us. */
    default boolean neverBlocks() {
        return false;
    }

    /**
     * Sends one frame. Never called while an earlier send is in flight.
     *
     * @param done called once, on this thread or another, with null or with why it failed
     */
    void send(OutboundFrame frame, Consumer<Throwable> done);

    /** Sends a ping (RFC 6455 §5.5.2). Never called while a send is in flight. */
    void ping() throws Exception;

    /** Ends the connection with a close frame where that is still possible. May block for as long as the peer does not read. */
    void close(CloseCode code);

    /** Whether the connection is known to be there still, although its session has ended: what was written before waits for a peer to read it. */
    default boolean lingers() {
        return false;
    }

    /** Ends a connection that {@link #lingers} with all that still waits there. Never blocks. */
    default void cut() {}
}
