package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What all peers' conversations have in common. Confined to the generator's thread. */
abstract class Talk implements Conversation {

    /** Null for a connection that only publishes. */
    private final String channel;

    private boolean ready;
    private String refusal;

    Talk(String channel) {
        this.channel = channel;
    }

    /** The connection is a WebSocket now. */
    abstract void opened(Consumer<ByteBuffer> answer);

    /** A text or binary message. @param payload only valid during the call */
    abstract void message(ByteBuffer payload, Consumer<ByteBuffer> answer);

    @Override
    public void received(int opcode, ByteBuffer payload, Consumer<ByteBuffer> answer) {
        switch (opcode) {
            case OPENED -> opened(answer);
            case ClientFrame.CLOSE -> refuse("closed: " + close(payload.duplicate()));
            case ClientFrame.TEXT, ClientFrame.BINARY -> message(payload.duplicate(), answer);
            default -> {}
        }
    }

    /** RFC 6455 §5.5.1: two bytes of code, then a reason, or nothing at all. */
    private static String close(ByteBuffer payload) {
        return payload.remaining() < Short.BYTES ? "without a code" : payload.getShort() + " " + text(payload);
    }

    static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload).toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String channel() {
        return channel;
    }

    /** Once connected: asks for the subscription, if there is to be one. */
    void subscribe(Runnable subscribing) {
        if (channel == null) {
            ready = true;
        } else {
            subscribing.run();
        }
    }

    void subscribed() {
        ready = true;
    }

    /** Keeps the first. */
    void refuse(String why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public String refusal() {
        return refusal;
    }
}
