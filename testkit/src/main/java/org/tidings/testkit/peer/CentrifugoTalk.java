package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Centrifugo's JSON protocol: several commands, replies or pushes may share a message, one a line. */
final class CentrifugoTalk extends Talk {

    private static final byte[] END = bytes("\"}}");

    private final int port;

    /** Of the next publish; 1 connects, 2 subscribes. */
    private long id = 3;

    CentrifugoTalk(int port, String channel) {
        super(channel);
        this.port = port;
    }

    @Override
    public ByteBuffer upgrade() {
        return Upgrade.request(port, "/connection/websocket");
    }

    @Override
    void opened(Consumer<ByteBuffer> answer) {
        answer.accept(ClientFrame.text("{\"id\":1,\"connect\":{}}"));
    }

    @Override
    void message(ByteBuffer payload, Consumer<ByteBuffer> answer) {
        text(payload).lines().forEach(line -> reply(line, answer));
    }

    private void reply(String reply, Consumer<ByteBuffer> answer) {
        if (reply.equals("{}")) {
            answer.accept(ClientFrame.text("{}"));
        } else if (reply.contains("\"error\":") || reply.contains("\"disconnect\":")) {
            refuse(reply);
        } else if (reply.startsWith("{\"id\":1,")) {
            subscribe(() ->
                    answer.accept(ClientFrame.text("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel() + "\"}}")));
        } else if (reply.startsWith("{\"id\":2,")) {
            subscribed();
        }
    }

    @Override
    public ByteBuffer publish(String room, byte[] text) {
        String head = "{\"id\":" + id++ + ",\"publish\":{\"channel\":\"" + room + "\",\"data\":\"";
        return ClientFrame.text(bytes(head), text, END);
    }
}
