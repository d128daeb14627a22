package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** STOMP 1.2 without heartbeats, to Spring's simple broker. */
final class StompTalk extends Talk {

    private static final byte[] END = {'"', 0};

    private final int port;
    private final String user;

    StompTalk(int port, String user, String channel) {
        super(channel);
        this.port = port;
        this.user = user;
    }

    @Override
    public ByteBuffer upgrade() {
        return Upgrade.request(port, "/stomp", "Sec-WebSocket-Protocol: v12.stomp");
    }

    @Override
    void opened(Consumer<ByteBuffer> answer) {
        answer.accept(frame("CONNECT\naccept-version:1.2\nhost:127.0.0.1\nheart-beat:0,0\nlogin:" + user));
    }

    @Override
    void message(ByteBuffer payload, Consumer<ByteBuffer> answer) {
        String frame = text(payload);
        if (frame.startsWith("CONNECTED")) {
            subscribe(() -> {
                answer.accept(frame("SUBSCRIBE\nid:0\ndestination:/topic/" + channel()));
                // The simple broker knows no receipts. What a connection asks is done in order, so this is answered
                // last.
                answer.accept(frame("SUBSCRIBE\nid:1\ndestination:/app/subscribed"));
            });
        } else if (frame.startsWith("MESSAGE") && frame.contains("\nsubscription:1\n")) {
            subscribed();
        } else if (frame.startsWith("ERROR")) {
            refuse(frame);
        }
    }

    @Override
    public ByteBuffer publish(String room, byte[] text) {
        String head = "SEND\ndestination:/topic/" + room + "\ncontent-type:application/json\n\n\"";
        return ClientFrame.text(bytes(head), text, END);
    }

    /** A frame without a body. */
    private static ByteBuffer frame(String head) {
        return ClientFrame.text(head + "\n\n\0");
    }
}
