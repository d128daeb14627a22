package org.tidings.session;

/**
 * Something that a writer thread does when it is its turn. In a run queue at most once at a time: who puts it there again has seen it
 * taken.
 */
abstract class Turn {

    /** While it waits, the one that came before it; once the writer has taken both, the one behind it. Touched by who has it in hand. */
    Turn link;

    /** Carries it out, on the writer's thread. @param draft lent for as long as this lasts */
    abstract void take(FrameDraft draft);

    /** It ended with an exception, which is in the log. */
    abstract void failed();
}
