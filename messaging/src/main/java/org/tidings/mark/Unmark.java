package org.tidings.mark;

/** There is no mark any more: the device, or the person, is to be forgotten. */
public record Unmark(String channel, String device, long endsAt) implements MarkRecord {

    /** For instances to hear of it; one that does not in that time reads the table anew, and finds nothing there. */
    private static final long LIFE_MILLIS = 60_000;

    public static Unmark of(Mark mark, long now) {
        return new Unmark(mark.channel(), mark.device(), now + LIFE_MILLIS);
    }
}
