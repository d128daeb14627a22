package org.tidings.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Follows one chain through its records and remembers where it is broken. Confined to one thread. */
final class ChainCheck {
    /** Empty for the one of the files of an instance. */
    private final String name;

    private final List<String> violations = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    /** Hashes by number. */
    private final TreeMap<Long, String> seen = new TreeMap<>();

    private long lastNumber;
    private String lastPlace = "";
    private AuditLine lastLine;

    ChainCheck(String name) {
        this.name = name;
    }

    void record(String place, AuditLine line) {
        if (!name.isEmpty() && line.intact() && line.hash().equals(seen.get(line.number()))) {
            // Fetched from a queue: sent or fetched once more, as it was.
            return;
        }
        String before = seen.get(line.number() - 1);
        if (!line.intact()) {
            violations.add(place + ": record " + line.number() + " was changed: its hash is not that of its text");
        } else if (before != null && !before.equals(line.previous())) {
            violations.add(place + ": record " + line.number() + " does not follow the record " + (line.number() - 1)
                    + " that is there: one of the two was replaced");
        }
        if (!seen.isEmpty() && line.number() <= lastNumber) {
            violations.add(place + ": record " + line.number() + " is out of its place: it stands behind record "
                    + lastNumber);
        } else if (!seen.isEmpty() && line.number() > lastNumber + 1) {
            gaps.add(new Gap(place, lastPlace, lastNumber + 1, line.number() - 1));
        }
        seen.putIfAbsent(line.number(), line.hash());
        if (line.number() > lastNumber) {
            lastNumber = line.number();
            lastLine = line;
            lastPlace = place;
        }
    }

    List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        // What stands out of its place is not missing.
        gaps.stream()
                .filter(gap -> !seen.containsKey(gap.from()))
                .map(Gap::words)
                .forEach(all::add);
        return all;
    }

    String summary() {
        long first = seen.firstKey();
        String of = name.isEmpty()
                ? ""
                : "chain " + plain(name) + " of " + plain(lastLine.json().getString("instance", "?"))
                        + (lastLine.event().equals("ended") ? "" : ", without its end") + ": ";
        return of + "records " + first + " to " + lastNumber
                + (first == 1 ? "" : "; what is before record " + first + " was not given")
                + "; the last is of " + plain(lastLine.json().getString("at", "?")) + ", hash " + lastLine.hash();
    }

    /** As it is written, where it is as we write it: who changed the file must not write to the terminal of who looks at it. */
    private static String plain(String text) {
        return text.matches("[A-Za-z0-9:._-]{1,60}") ? text : "?";
    }

    /** Numbers that were passed over between two lines. */
    private record Gap(String place, String behind, long from, long to) {
        String words() {
            String what = from == to ? "record " + from + " is" : "records " + from + " to " + to + " are";
            return place + ": " + what + " missing before this line, behind " + behind;
        }
    }
}
