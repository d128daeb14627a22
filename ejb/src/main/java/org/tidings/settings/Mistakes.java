package org.tidings.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a configuration file, so that the operator is told everything at once. Confined to one thread. */
public final class Mistakes {
    private final String file;
    private final List<Mistake> found = new ArrayList<>();

    /** @param file its name, as the operator wrote it */
    public Mistakes(String file) {
        this.file = file;
    }

    public void add(Place place, String reason) {
        found.add(new Mistake(file, place, reason));
    }

    /** Another kind of value was meant. */
    public void expected(JsonEntry entry, String what) {
        add(entry.place(), what + " is expected, not " + Mistake.shown(entry.kind()));
    }

    /** A name that means nothing; names the one that may have been meant. */
    public void unknown(Place place, String what, String written, Collection<String> known) {
        add(
                place,
                "no " + what + " of the name " + Mistake.quoted(written)
                        + NearestName.of(written, known)
                                .map(near -> "; did you mean " + Mistake.quoted(near) + "?")
                                .orElse(""));
    }

    /** In the order of the file. */
    public List<Mistake> list() {
        return found.stream()
                .sorted(Comparator.comparingInt(
                                (Mistake mistake) -> mistake.place().line())
                        .thenComparingInt(mistake -> mistake.place().column()))
                .toList();
    }

    /** @throws InvalidSetting that names all of them, where there are any */
    public void refuseAny() {
        if (!found.isEmpty()) {
            throw new InvalidSetting(list());
        }
    }
}
