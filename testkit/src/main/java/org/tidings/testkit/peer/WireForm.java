package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/** A subprotocol of Tidings: how envelopes stand in frames. */
interface WireForm {

    /** What an envelope of the server is, as far as a generator wants to know. */
    enum Kind {
        HELLO,
        REPLY,
        ERROR,
        OTHER
    }

    String subprotocol();

    /** Of the messages in which envelopes come. */
    int opcode();

    /** A complete masked frame. */
    ByteBuffer subscribe(String id, String channel);

    /**
     * A complete masked frame.
     *
     * @param payload JSON, all ASCII
     */
    ByteBuffer publish(String id, String channel, String payload);

    /** Tells of every envelope in a message: what it is, and its characters for people. */
    void read(ByteBuffer message, BiConsumer<Kind, String> each);
}
