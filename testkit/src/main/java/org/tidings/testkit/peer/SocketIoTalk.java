package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Socket.IO's protocol 5 within Engine.IO's 4, over WebSocket alone: each message begins with the digit of its Engine.IO
 * packet, and behind a 4 with that of its Socket.IO packet.
 */
final class SocketIoTalk extends Talk {

    private static final byte[] END = bytes("\"]");

    private final int port;
    private final String user;

    SocketIoTalk(int port, String user, String channel) {
        super(channel);
        this.port = port;
        this.user = user;
    }

    @Override
    public ByteBuffer upgrade() {
        return Upgrade.request(port, "/socket.io/?EIO=4&transport=websocket");
    }

    /** The server speaks first. */
    @Override
    void opened(Consumer<ByteBuffer> answer) {}

    @Override
    void message(ByteBuffer payload, Consumer<ByteBuffer> answer) {
        String packet = text(payload);
        if (packet.equals("2")) {
            answer.accept(ClientFrame.text("3"));
        } else if (packet.startsWith("0")) {
            answer.accept(ClientFrame.text("40{\"user\":\"" + user + "\"}"));
        } else if (packet.startsWith("40")) {
            subscribe(() -> answer.accept(ClientFrame.text("420[\"join\",\"" + channel() + "\"]")));
        } else if (packet.startsWith("430")) {
            subscribed();
        } else if (packet.startsWith("44") || packet.startsWith("41") || packet.equals("1")) {
            refuse(packet);
        }
    }

    @Override
    public ByteBuffer publish(String room, byte[] text) {
        return ClientFrame.text(bytes("42[\"publish\",\"" + room + "\",\""), text, END);
    }
}
