package org.tidings.testkit;

import java.util.concurrent.CompletableFuture;

/**
 * A request in the making, as JSON text: what is written here is what goes over the wire, byte for byte. Confined to
 * one thread.
 */
public final class WireRequest {

    private final WireClient client;
    private final String id;
    private final StringBuilder text;

    WireRequest(WireClient client, String action, String id) {
        this.client = client;
        this.id = id;
        this.text = new StringBuilder("{\"v\":1,\"type\":\"request\"");
        member("action", quoted(action));
        member("id", quoted(id));
    }

    public WireRequest channel(String channel) {
        return member("channel", quoted(channel));
    }

    public WireRequest messageId(String messageId) {
        return member("messageId", quoted(messageId));
    }

    /** @param json any JSON, written as it shall stand on the wire */
    public WireRequest payload(String json) {
        return member("payload", json);
    }

    /** @param json the value, written as it shall stand on the wire */
    public WireRequest member(String name, String json) {
        text.append(',').append(quoted(name)).append(':').append(json);
        return this;
    }

    public String id() {
        return id;
    }

    public String text() {
        return text + "}";
    }

    /** Sends it alone in a frame. */
    public CompletableFuture<WireEnvelope> send() {
        return client.sendTogether(this).get(0);
    }

    /** Sends it and waits for whatever is answered. */
    public WireEnvelope answer() {
        return WireClient.join(send());
    }

    /** Sends it and waits for its reply; an error fails. */
    public WireEnvelope reply() {
        WireEnvelope answer = answer();
        if (!answer.type().equals("reply")) {
            throw new AssertionError("expected a reply to " + text() + ", got " + answer);
        }
        return answer;
    }

    /** Sends it and waits for an error of this code. */
    public WireEnvelope error(String code) {
        WireEnvelope answer = answer();
        if (!answer.type().equals("error") || !answer.errorCode().equals(code)) {
            throw new AssertionError("expected the error " + code + " to " + text() + ", got " + answer);
        }
        return answer;
    }

    static String quoted(String value) {
        return WireEnvelope.JSON.createValue(value).toString();
    }
}
