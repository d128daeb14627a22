package org.tidings.testkit.generator;

/** A channel, what is published to it by one publisher, and how many follow it. */
public final class Feed {

    private final int stream;
    private final String channel;

    /** How many were published. Only the publishing loop writes. */
    private volatile long published;

    /** Only the driver's thread writes, while nothing is published. */
    private volatile int subscribers;

    Feed(int stream, String channel) {
        this.stream = stream;
        this.channel = channel;
    }

    int stream() {
        return stream;
    }

    public String channel() {
        return channel;
    }

    public long published() {
        return published;
    }

    /** How many another process has published, where this one only follows. */
    public void published(long count) {
        published = count;
    }

    int subscribers() {
        return subscribers;
    }

    void joined(int more) {
        subscribers += more;
    }

    /** The number of the next publish; counts it as published. Only the publishing loop's thread. */
    long next() {
        long number = published;
        published = number + 1;
        return number;
    }
}
