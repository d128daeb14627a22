package org.tidings.log;

/** Told what became of publishes; those of other instances are ignored. */
interface Answers {

    /** The publish stands in the log. Called on the shard's tail thread, in the order of the log. */
    void accepted(Origin origin, int shard, String epoch, long seq);
}
