package org.tidings.testkit.verify;

/**
 * One client of a run: publishes and follows every channel, over one connection at a time, through whatever happens to
 * it. Any thread may call.
 */
interface Party extends AutoCloseable {

    String name();

    /** The name of the instance that it connects to. */
    String instance();

    /** Connects, and follows every channel from then on. */
    void join();

    /** Whether every channel is followed. */
    boolean joined();

    /** Publishes, or remembers to: never waits. What becomes of it the witness is told. */
    void publish(String channel, String messageId);

    /** Whether it has a connection now. */
    boolean connected();

    @Override
    void close();
}
