package org.tidings.session;

/** Where turns wait for a writer thread. */
interface RunQueue {

    /** Its turn comes, soon. Any thread; never blocks. */
    void ready(Turn turn);
}
