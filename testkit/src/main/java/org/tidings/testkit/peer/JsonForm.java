package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** {@code tidings.v1.json}. Envelopes are not parsed: what they are stands in them as the server writes it. */
final class JsonForm implements WireForm {

    @Override
    public String subprotocol() {
        return "tidings.v1.json";
    }

    @Override
    public int opcode() {
        return ClientFrame.TEXT;
    }

    @Override
    public ByteBuffer subscribe(String id, String channel) {
        return ClientFrame.text(request("subscribe", id, channel) + '}');
    }

    @Override
    public ByteBuffer publish(String id, String channel, String payload) {
        return ClientFrame.text(request("publish", id, channel) + ",\"payload\":" + payload + '}');
    }

    private static String request(String action, String id, String channel) {
        return "{\"v\":1,\"type\":\"request\",\"action\":\"" + action + "\",\"id\":\"" + id + "\",\"channel\":\""
                + channel + '"';
    }

    @Override
    public void read(ByteBuffer message, BiConsumer<Kind, String> each) {
        for (String envelope : StandardCharsets.UTF_8.decode(message).toString().split("\n")) {
            each.accept(kind(envelope), envelope);
        }
    }

    private static Kind kind(String envelope) {
        if (envelope.contains("\"type\":\"reply\"")) {
            return Kind.REPLY;
        }
        if (envelope.contains("\"type\":\"error\"")) {
            return Kind.ERROR;
        }
        return envelope.contains("\"action\":\"hello\"") ? Kind.HELLO : Kind.OTHER;
    }
}
