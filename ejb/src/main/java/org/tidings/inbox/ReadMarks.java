package org.tidings.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.tidings.mark.Mark;
import org.tidings.mark.MarkReader;
import org.tidings.mark.Unmark;

/** All marks that this instance has read, of each channel those of the user and of the devices. Thread-safe. */
final class ReadMarks implements MarkReader {

    /** What has ended is looked for when there are this many more than the last time. */
    private static final int CLEANED_AFTER = 1_000;

    /** By channel; each map by device, the user's own under the empty name. Replaced, never changed. */
    private final Map<String, Map<String, Mark>> marks = new ConcurrentHashMap<>();

    private final Consumer<Mark> moved;
    private final LongSupplier clock;
    /** Only the thread that reads the table touches it. */
    private int cleanedAt;

    /**
     * @param moved told of each user's mark that has moved, in the order of its moves
     * @param clock milliseconds since 1970
     */
    ReadMarks(Consumer<Mark> moved, LongSupplier clock) {
        this.moved = moved;
        this.clock = clock;
    }

    /** Null where there is none. @param device null for the user's */
    Mark of(String channel, String device) {
        Mark mark = marks.getOrDefault(channel, Map.of()).get(name(device));
        return mark == null || mark.endsAt() <= clock.getAsLong() ? null : mark;
    }

    /** Those of the user's devices, and the user's own. */
    List<Mark> of(String channel) {
        long now = clock.getAsLong();
        return marks.getOrDefault(channel, Map.of()).values().stream()
                .filter(mark -> mark.endsAt() > now)
                .toList();
    }

    int size() {
        return marks.size();
    }

    @Override
    public Mark marked(Mark mark) {
        if (marks.size() - cleanedAt > CLEANED_AFTER) {
            clean();
        }
        List<Mark> farther = new ArrayList<>(1);
        marks.compute(mark.channel(), (channel, before) -> {
            Mark known = before == null ? null : before.get(name(mark.device()));
            if (!mark.isBeyond(known)) {
                if (known.isBeyond(mark)) {
                    farther.add(known);
                }
                return before;
            }
            Map<String, Mark> after = before == null ? new HashMap<>() : new HashMap<>(before);
            after.put(name(mark.device()), mark);
            if (mark.device() == null) {
                moved.accept(mark);
            }
            return after;
        });
        return farther.isEmpty() ? null : farther.get(0);
    }

    @Override
    public void unmarked(Unmark unmark) {
        keepOf(unmark.channel(), mark -> !name(mark.device()).equals(name(unmark.device())));
    }

    @Override
    public void readAll(Set<String> keys) {
        for (String channel : List.copyOf(marks.keySet())) {
            keepOf(channel, mark -> keys.contains(mark.key()));
        }
    }

    private void clean() {
        long now = clock.getAsLong();
        for (String channel : List.copyOf(marks.keySet())) {
            keepOf(channel, mark -> mark.endsAt() > now);
        }
        cleanedAt = marks.size();
    }

    private void keepOf(String channel, Predicate<Mark> kept) {
        marks.computeIfPresent(channel, (name, before) -> {
            Map<String, Mark> after = new HashMap<>(before);
            after.values().removeIf(kept.negate());
            return after.isEmpty() ? null : after;
        });
    }

    private static String name(String device) {
        return device == null ? "" : device;
    }
}
