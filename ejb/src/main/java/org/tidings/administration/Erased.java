package org.tidings.administration;

/**
 * What became of a person's data.
 *
 * @param events of the person's own channels, that the log held
 * @param marks of what the person had read
 */
public record Erased(int events, int marks) {
    Erased plus(int moreEvents, int moreMarks) {
        return new Erased(events + moreEvents, marks + moreMarks);
    }
}
