package org.tidings.session;

/**
 * Something that a writer thread does when it is its turn, or in its place a thread whose {@link org.tidings.fanout.FollowUp} it is. In a run queue at most once at a time: who puts it there again has seen it
 * taken.
 */
abstract class Turn {

    /** While it waits, the one that came before it; once the writer has taken both, the one behind it. Touched by who has it in hand. */
    Turn link;

    /** Whether it waits for nobody, so that any thread may carry it out that holds no lock. */
    boolean neverBlocks() {
        return false;
    }

    /** Carries it out, on one thread at a time. @param draft lent for as long as this lasts */
    abstract void take(FrameDraft draft);

    /** It ended with an exception, which is in the log. */
    abstract void failed();
}
