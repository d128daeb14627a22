package org.tidings.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a trail and says where it was changed, cut or mixed up. What was fetched from a queue may hold the chains of several instances
 * and starts, and a record twice. Confined to one thread.
 */
public final class AuditVerifier {
    private final List<String> violations = new ArrayList<>();
    /** By name, in the order in which they begin. */
    private final Map<String, ChainCheck> chains = new LinkedHashMap<>();

    private AuditVerifier() {}

    /**
     * What came of it.
     *
     * @param violations one line each, with file and line; empty when the trail is whole
     * @param summary what was found, a line for each chain, and its last record, to be compared with one kept elsewhere
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
                    chains.computeIfAbsent(read.chain(), ChainCheck::new).record(place, read);
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

    private Report report(int files) {
        if (chains.isEmpty()) {
            return new Report(List.of("there is no record at all"), "no records in " + files + " files");
        }
        List<String> all = new ArrayList<>(violations);
        chains.values().forEach(chain -> all.addAll(chain.violations()));
        String summary = chains.values().stream().map(ChainCheck::summary).collect(Collectors.joining("\n"));
        return new Report(List.copyOf(all), files + (files == 1 ? " file: " : " files: ") + summary);
    }
}
