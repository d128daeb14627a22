package org.tidings.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Reads a trail and says where it was changed, cut or mixed up. Confined to one thread. */
public final class AuditVerifier {
    private final List<String> violations = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    /** Hashes by number. */
    private final TreeMap<Long, String> seen = new TreeMap<>();

    private long lastNumber;
    private String lastPlace = "";
    private AuditLine lastLine;

    private AuditVerifier() {}

    /**
     * What came of it.
     *
     * @param violations one line each, with file and line; empty when the trail is whole
     * @param summary what was found, and the last record, to be compared with one kept elsewhere
     */
    public record Report(List<String> violations, String summary) {}

    /** Reads the files of one trail, in whatever order they are named. */
    public static Report verify(List<Path> files) throws IOException {
        AuditVerifier verifier = new AuditVerifier();
        List<Path> inOrder = files.stream()
                .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()))
                .toList();
        for (Path file : inOrder) {
            verifier.read(file);
        }
        return verifier.report(files.size());
    }

    /** For a caller behind another class loader: the summary, then the violations. */
    public static List<String> lines(List<Path> files) throws IOException {
        Report report = verify(files);
        List<String> lines = new ArrayList<>(List.of(report.summary()));
        lines.addAll(report.violations());
        return lines;
    }

    private void read(Path file) throws IOException {
        String torn = null;
        String tornPlace = "";
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            // Bytes as they are: what is no UTF-8 is no reason to stop.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String place = file.getFileName() + ":" + number;
                byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                AuditLine read = AuditLine.parse(new String(bytes, StandardCharsets.UTF_8));
                if (torn != null && !tellsOf(read, torn)) {
                    violations.add(tornPlace + ": is no record, and none tells that a crash tore it");
                }
                torn = read == null ? AuditLine.hashOf(bytes) : null;
                tornPlace = place;
                if (read != null) {
                    record(place, read);
                }
            }
        }
        if (torn != null) {
            violations.add(tornPlace + ": is half a record, as a crash leaves it; the instance has not gone on since");
        }
    }

    private static boolean tellsOf(AuditLine line, String digest) {
        return line != null
                && line.event().equals("torn")
                && digest.equals(line.json().getString("digest", ""));
    }

    private void record(String place, AuditLine line) {
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

    private Report report(int files) {
        if (seen.isEmpty()) {
            return new Report(List.of("there is no record at all"), "no records in " + files + " files");
        }
        // What stands out of its place is not missing.
        gaps.stream()
                .filter(gap -> !seen.containsKey(gap.from()))
                .map(Gap::words)
                .forEach(violations::add);
        long first = seen.firstKey();
        String summary = "records " + first + " to " + lastNumber + " in " + files + " files"
                + (first == 1 ? "" : "; what is before record " + first + " was not given")
                + "; the last is of " + time(lastLine) + ", hash " + lastLine.hash();
        return new Report(List.copyOf(violations), summary);
    }

    /** As it is written, where it is one: who changed the file must not write to the terminal of who looks at it. */
    private static String time(AuditLine line) {
        String at = line.json().getString("at", "?");
        return at.matches("[0-9TZ:.-]{1,40}") ? at : "?";
    }

    /** Numbers that were passed over between two lines. */
    private record Gap(String place, String behind, long from, long to) {
        String words() {
            String what = from == to ? "record " + from + " is" : "records " + from + " to " + to + " are";
            return place + ": " + what + " missing before this line, behind " + behind;
        }
    }
}
