package org.tidings.mark;

import java.util.Set;

/** Hears of all marks, on one thread; must not block. */
public interface MarkReader {

    /** A mark of the table, perhaps one that is known. @return the known one where that is farther, to be written again; else null */
    Mark marked(Mark mark);

    void unmarked(Unmark unmark);

    /** The whole table was read: what is not among these keys has ended or was forgotten meanwhile. */
    void readAll(Set<String> keys);
}
