package org.tidings.testkit.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** MQTT 3.1.1 in binary messages (its §6), at quality of service 0, without keep-alive. */
final class MqttTalk extends Talk {

    private static final byte[] QUOTE = {'"'};

    /** Packets' first bytes, §2.2: type and flags. */
    private static final int CONNECT = 0x10;

    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBACK = 0x90;

    /** Return code of a subscription that was refused, §3.9.3. */
    private static final int FAILURE = 0x80;

    private final int port;
    private final String user;

    MqttTalk(int port, String user, String channel) {
        super(channel);
        this.port = port;
        this.user = user;
    }

    @Override
    public ByteBuffer upgrade() {
        return Upgrade.request(port, "/", "Sec-WebSocket-Protocol: mqtt");
    }

    @Override
    void opened(Consumer<ByteBuffer> answer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT");
        // Protocol level 4, a clean session, keep-alive off.
        body.writeBytes(new byte[] {4, 2, 0, 0});
        string(body, user);
        answer.accept(packet(CONNECT, body.toByteArray()));
    }

    @Override
    void message(ByteBuffer payload, Consumer<ByteBuffer> answer) {
        while (payload.remaining() >= 2) {
            int type = payload.get() & 0xFF;
            int length = length(payload);
            if (length > payload.remaining()) {
                return;
            }
            packet(type, payload.slice(payload.position(), length), answer);
            payload.position(payload.position() + length);
        }
    }

    private void packet(int type, ByteBuffer body, Consumer<ByteBuffer> answer) {
        if (type == CONNACK && body.get(1) != 0) {
            refuse("connection refused: " + body.get(1));
        } else if (type == CONNACK) {
            subscribe(() -> answer.accept(subscription()));
        } else if (type == SUBACK && (body.get(2) & FAILURE) != 0) {
            refuse("subscription refused");
        } else if (type == SUBACK) {
            subscribed();
        }
    }

    private ByteBuffer subscription() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1});
        string(body, channel());
        body.write(0);
        return packet(SUBSCRIBE, body.toByteArray());
    }

    @Override
    public ByteBuffer publish(String room, byte[] text) {
        ByteArrayOutputStream topic = new ByteArrayOutputStream();
        string(topic, room);
        return packet(PUBLISH, topic.toByteArray(), QUOTE, text, QUOTE);
    }

    /** §1.5.3: two bytes of length, then UTF-8. */
    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = bytes(text);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static ByteBuffer packet(int type, byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream(length + 5);
        packet.write(type);
        // §2.2.3: seven bits a byte, the lowest first.
        for (; length > 0x7F; length >>>= 7) {
            packet.write(length & 0x7F | 0x80);
        }
        packet.write(length);
        for (byte[] piece : pieces) {
            packet.writeBytes(piece);
        }
        return ClientFrame.binary(packet.toByteArray());
    }

    private static int length(ByteBuffer packet) {
        int length = 0;
        for (int shift = 0; packet.hasRemaining(); shift += 7) {
            int digit = packet.get();
            length |= (digit & 0x7F) << shift;
            if (digit >= 0) {
                break;
            }
        }
        return length;
    }
}
