package org.tidings.mark;

/** What stands in the table under a key. */
public sealed interface MarkRecord permits Mark, Unmark {

    String channel();

    /** Null for the user. */
    String device();

    /** When it has no use any more, milliseconds since 1970. */
    long endsAt();

    /** Under which the newest counts. */
    default String key() {
        // No channel has a slash in its name.
        return device() == null ? channel() : channel() + "/" + device();
    }
}
