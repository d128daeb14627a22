package org.tidings.testkit.generator;

import java.nio.ByteBuffer;

/** Whom a {@link Link} tells what happens to it. Callbacks on the loop's thread. */
interface Follower {

    void ready(Link link);

    /**
     * @param at where the marker stands
     * @param nanos when it was read
     */
    void delivery(ByteBuffer bytes, int at, long nanos);

    /** It has ended, for whatever reason; nothing more comes. */
    void ended(Link link, String why);
}
