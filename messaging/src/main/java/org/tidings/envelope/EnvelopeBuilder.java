package org.tidings.envelope;

import java.util.Map;

/** Names the fields of an {@link Envelope} one by one; those never named stay absent. Confined to one thread. */
public final class EnvelopeBuilder {

    private final Envelope.Type type;
    private final String action;
    private String id;
    private String channel;
    private String payload;
    private Long seq;
    private Long prev;
    private String epoch;
    private Integer shard;
    private String messageId;
    private String from;
    private Long at;
    private Map<String, String> headers;
    private Long expiresAt;
    private Integer priority;

    EnvelopeBuilder(Envelope.Type type, String action) {
        this.type = type;
        this.action = action;
    }

    public EnvelopeBuilder id(String id) {
        this.id = id;
        return this;
    }

    public EnvelopeBuilder channel(String channel) {
        this.channel = channel;
        return this;
    }

    /** @param json well-formed JSON, as it shall stand on the wire */
    public EnvelopeBuilder payload(String json) {
        this.payload = json;
        return this;
    }

    /** @param payload one of this package's payload records */
    public EnvelopeBuilder payload(Record payload) {
        this.payload = Payloads.write(payload);
        return this;
    }

    public EnvelopeBuilder seq(Long seq) {
        this.seq = seq;
        return this;
    }

    public EnvelopeBuilder prev(Long prev) {
        this.prev = prev;
        return this;
    }

    public EnvelopeBuilder epoch(String epoch) {
        this.epoch = epoch;
        return this;
    }

    public EnvelopeBuilder shard(Integer shard) {
        this.shard = shard;
        return this;
    }

    public EnvelopeBuilder messageId(String messageId) {
        this.messageId = messageId;
        return this;
    }

    public EnvelopeBuilder from(String from) {
        this.from = from;
        return this;
    }

    public EnvelopeBuilder at(Long at) {
        this.at = at;
        return this;
    }

    public EnvelopeBuilder headers(Map<String, String> headers) {
        this.headers = headers;
        return this;
    }

    public EnvelopeBuilder expiresAt(Long expiresAt) {
        this.expiresAt = expiresAt;
        return this;
    }

    public EnvelopeBuilder priority(Integer priority) {
        this.priority = priority;
        return this;
    }

    public Envelope build() {
        return new Envelope(
                type, action, id, channel, payload, seq, prev, epoch, shard, messageId, from, at, headers, expiresAt,
                priority);
    }
}
