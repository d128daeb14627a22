package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Speaks with Tidings, in either of its subprotocols. */
final class TidingsConversation implements Conversation {

    private static final String SUBSCRIPTION = "s";

    private final int port;
    private final String token;
    private final String channel;
    private final Speech speech;
    private final WireForm form;
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
        this.form = speech.cbor() ? new CborForm() : new JsonForm();
    }

    @Override
    public ByteBuffer upgrade() {
        String authorization = "Authorization: Bearer " + token;
        String protocol = "Sec-WebSocket-Protocol: " + form.subprotocol();
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
        if (opcode != form.opcode()) {
            return;
        }
        form.read(payload.duplicate(), (kind, text) -> {
            switch (kind) {
                case REPLY -> replied();
                case ERROR -> {
                    refusal = refusal == null ? text : refusal;
                    refused++;
                }
                case HELLO -> greeted(answer);
                case OTHER -> {
                    // Heartbeats and positions.
                }
            }
        });
    }

    private void greeted(Consumer<ByteBuffer> answer) {
        if (channel == null) {
            ready = true;
        } else {
            answer.accept(form.subscribe(SUBSCRIPTION, channel));
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
        String payload = '"' + new String(text, StandardCharsets.US_ASCII) + '"';
        String id = Long.toString(published++);
        String whole = speech.orders() ? Order.of(published, payload) : payload;
        return form.publish(id, speech.namespace() + ":" + to, whole);
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
