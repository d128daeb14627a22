package org.tidings.testkit.generator;

import java.nio.ByteBuffer;
import org.tidings.testkit.peer.Marker;

/** A connection that publishes. Confined to the publishing loop's thread, but for what says otherwise. */
final class Publisher implements Follower {

    private final int textBytes;
    private Link link;
    private long sent;

    /** Read by the driver's thread too. */
    private volatile boolean ready;

    /** Why it cannot go on; null while it can. Read by the driver's thread too. */
    private volatile String trouble;

    Publisher(int textBytes) {
        this.textBytes = textBytes;
    }

    void over(Link link) {
        this.link = link;
    }

    boolean isReady() {
        return ready;
    }

    String trouble() {
        return trouble;
    }

    /** @param due {@link System#nanoTime()} of when it had to happen */
    void publish(Feed feed, long due) {
        byte[] text = Marker.text(textBytes, feed.stream(), feed.next(), due);
        link.send(link.talk().publish(feed.channel(), text));
        sent++;
    }

    /** Whether the socket does not take what it is given. */
    boolean isBehind() {
        return link.isBehind();
    }

    /** Publishes that were neither confirmed nor refused yet, where the peer does both. */
    long unconfirmed() {
        return sent - accepted() - refused();
    }

    long refused() {
        return link.talk().refused();
    }

    long accepted() {
        return link.talk().accepted();
    }

    /** What it was refused first; null where nothing was. */
    String refusal() {
        return link.failure();
    }

    @Override
    public void ready(Link opened) {
        ready = true;
    }

    @Override
    public void delivery(ByteBuffer bytes, int at, long nanos) {
        // Some peers deliver to the publisher too; that is not what is counted.
    }

    @Override
    public void ended(Link ended, String why) {
        trouble = why;
    }
}
