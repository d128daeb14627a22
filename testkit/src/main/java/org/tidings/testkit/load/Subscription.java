package org.tidings.testkit.load;

/** Where a client stands in one channel, over any number of connections. Confined to the swarm's thread. */
final class Subscription {

    private final String channel;

    /** Null until the first reply, where it does not follow from a position. */
    private String epoch;

    private int shard;
    private long position;

    /** What the reply to subscribe names as the place where live begins. */
    private long boundary;

    /** How many missed events are still to come; −1 until the connection's reply. */
    private long toCome = -1;

    /** From the channel's end. */
    Subscription(String channel) {
        this.channel = channel;
    }

    /** From a position. */
    Subscription(String channel, String epoch, long seq) {
        this.channel = channel;
        this.epoch = epoch;
        this.position = seq;
    }

    String channel() {
        return channel;
    }

    /** Whether it has never stood anywhere. */
    boolean isNew() {
        return epoch == null;
    }

    boolean isAnswered() {
        return toCome >= 0;
    }

    /** Whether all that was missed has come. */
    boolean isCaughtUp() {
        return toCome == 0;
    }

    boolean isOf(String otherEpoch) {
        return otherEpoch.equals(epoch);
    }

    boolean hasReached(long seq) {
        return position >= seq;
    }

    /** Of the request to subscribe. */
    String members() {
        String since =
                epoch == null ? "" : ",\"payload\":{\"since\":{\"epoch\":\"" + epoch + "\",\"seq\":" + position + "}}";
        return ",\"channel\":\"" + channel + "\"" + since;
    }

    /** It stands, at the channel's end. */
    void begin(WireText reply) {
        epoch = reply.epoch;
        shard = reply.shard;
        boundary = reply.seq;
        position = reply.seq;
        toCome = 0;
    }

    /** It stands again; what was missed follows. */
    void resume(WireText reply) {
        shard = reply.shard;
        boundary = reply.seq;
        toCome = WireText.number(reply.payload, "count", 0);
        if (toCome == 0) {
            advance(boundary);
        }
    }

    /** An event came; whether it was the last of those that were missed. */
    boolean saw(long seq) {
        advance(seq);
        if (toCome > 0 && --toCome == 0) {
            advance(boundary);
            return true;
        }
        return false;
    }

    /** What lies before is not to come any more. */
    void skipTo(long seq) {
        advance(seq - 1);
    }

    /** A shard has come so far; whether that moves this channel. */
    boolean positioned(long ofShard, long seq) {
        if (shard != ofShard || toCome != 0) {
            return false;
        }
        advance(seq);
        return true;
    }

    /** The connection has ended. */
    void interrupt() {
        toCome = -1;
    }

    private void advance(long seq) {
        position = Math.max(position, seq);
    }
}
