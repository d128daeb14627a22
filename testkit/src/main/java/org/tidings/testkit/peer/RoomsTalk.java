package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Plain JSON, as the bare servers of this testkit speak it: {@code {"join":…}} and {@code {"room":…,"text":…}}. */
final class RoomsTalk extends Talk {

    private static final byte[] END = bytes("\"}");

    private final int port;

    RoomsTalk(int port, String channel) {
        super(channel);
        this.port = port;
    }

    @Override
    public ByteBuffer upgrade() {
        return Upgrade.request(port, "/");
    }

    @Override
    void opened(Consumer<ByteBuffer> answer) {
        subscribe(() -> answer.accept(ClientFrame.text("{\"join\":\"" + channel() + "\"}")));
    }

    @Override
    void message(ByteBuffer payload, Consumer<ByteBuffer> answer) {
        if (text(payload).startsWith("{\"joined\"")) {
            subscribed();
        }
    }

    @Override
    public ByteBuffer publish(String room, byte[] text) {
        return ClientFrame.text(bytes("{\"room\":\"" + room + "\",\"text\":\""), text, END);
    }
}
