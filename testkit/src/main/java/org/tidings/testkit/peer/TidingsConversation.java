package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Speaks the subprotocol {@code tidings.v1.json}. */
final class TidingsConversation implements Conversation {

    private static final String SUBSCRIPTION = "s";

    private final int port;
    private final String token;
    private final String channel;
    private final Speech speech;
    private boolean ready;
    private long published;
    private long accepted;
    private long refused;
    private String refusal;

    /** @param channel with its namespace, or null */
    TidingsConversation(int port, String token, String channel, Speech speech) {
        this.port = port;
        this.token = token;
        this.channel = channel;
        this.speech = speech;
    }

    @Override
    public ByteBuffer upgrade() {
        String authorization = "Authorization: Bearer " + token;
        String protocol = "Sec-WebSocket-Protocol: tidings.v1.json";
        if (speech.compressed()) {
            return Upgrade.request(
                    port,
                    "/tidings/ws",
                    authorization,
                    protocol,
                    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        }
        return Upgrade.request(port, "/tidings/ws", authorization, protocol);
    }

    @Override
    public void received(int opcode, ByteBuffer payload, Consumer<ByteBuffer> answer) {
        if (opcode != ClientFrame.TEXT) {
            return;
        }
        for (String envelope :
                StandardCharsets.UTF_8.decode(payload.duplicate()).toString().split("\n")) {
            if (envelope.contains("\"type\":\"reply\"")) {
                replied();
            } else if (envelope.contains("\"type\":\"error\"")) {
                refusal = refusal == null ? envelope : refusal;
                refused++;
            } else if (envelope.contains("\"action\":\"hello\"")) {
                greeted(answer);
            }
        }
    }

    private void greeted(Consumer<ByteBuffer> answer) {
        if (channel == null) {
            ready = true;
        } else {
            answer.accept(ClientFrame.text("{\"v\":1,\"type\":\"request\",\"action\":\"subscribe\",\"id\":\""
                    + SUBSCRIPTION + "\",\"channel\":\"" + channel + "\"}"));
        }
    }

    private void replied() {
        if (ready) {
            accepted++;
        }
        ready = true;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public ByteBuffer publish(String to, byte[] text) {
        String head = "{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"" + published++
                + "\",\"channel\":\"" + speech.namespace() + ":" + to + "\",\"payload\":";
        String payload = '"' + new String(text, StandardCharsets.US_ASCII) + '"';
        return ClientFrame.text(head + (speech.orders() ? Order.of(published, payload) : payload) + '}');
    }

    @Override
    public long accepted() {
        return accepted;
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public String refusal() {
        return refusal;
    }
}
