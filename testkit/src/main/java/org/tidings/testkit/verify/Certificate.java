package org.tidings.testkit.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one run, or several added up, have shown. Immutable but for whoever breaks into its collections.
 *
 * @param runs which runs
 * @param versions what was tried, by name
 * @param machine where
 * @param faults by their kind's name: what each of them did
 * @param acknowledged publishes
 * @param failures publishes answered otherwise, by the answer
 * @param unknown those of them that may be stored all the same
 * @param gapsAnnounced told to subscribers, in channels
 * @param findings how often each thing that must not be was found, by the finding's label
 * @param notTested what could not be tried, and why
 * @param excerpt the smallest part of the history that shows each of the first findings
 */
record Certificate(
        List<Run> runs,
        Map<String, String> versions,
        String machine,
        Map<String, Effects> faults,
        long acknowledged,
        Map<String, Long> failures,
        long unknown,
        long gapsAnnounced,
        Map<String, Long> findings,
        List<String> notTested,
        List<String> excerpt) {

    /**
     * One run.
     *
     * @param id given to no other
     * @param started in UTC, as in ISO 8601
     * @param interrupted whether it was ended before it could judge everything
     */
    record Run(
            String id,
            String started,
            long seconds,
            long seed,
            int instances,
            int clients,
            int rate,
            boolean interrupted) {}

    /** What the faults of one kind did, one number for each, in their order. */
    record Effects(List<Long> outageMillis, List<Long> recoveryMillis) {

        Effects() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(Effects others) {
            outageMillis.addAll(others.outageMillis);
            recoveryMillis.addAll(others.recoveryMillis);
        }
    }

    boolean interrupted() {
        return runs.stream().anyMatch(Run::interrupted);
    }

    /** Whether nothing was found that must not be. */
    boolean clean() {
        return findings.values().stream().allMatch(count -> count == 0);
    }

    long faultCount() {
        return faults.values().stream()
                .mapToLong(effects -> effects.recoveryMillis().size())
                .sum();
    }

    List<Long> recoveries() {
        return faults.values().stream()
                .flatMap(effects -> effects.recoveryMillis().stream())
                .toList();
    }

    /** The value that so many percent of the others do not exceed; 0 of none. */
    static long percentile(List<Long> values, double percent) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Long> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** Adds certificates up, none of which holds a run of another. */
    static Certificate sum(List<Certificate> parts) {
        List<Run> runs = new ArrayList<>();
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        Set<String> machines = new LinkedHashSet<>();
        Map<String, Effects> faults = new LinkedHashMap<>();
        Map<String, Long> failures = new TreeMap<>();
        Map<String, Long> findings = new LinkedHashMap<>();
        Set<String> notTested = new LinkedHashSet<>();
        List<String> excerpt = new ArrayList<>();
        for (Certificate part : parts) {
            runs.addAll(part.runs);
            part.versions.forEach((name, version) ->
                    versions.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(version));
            machines.add(part.machine);
            part.faults.forEach((kind, effects) ->
                    faults.computeIfAbsent(kind, key -> new Effects()).add(effects));
            part.failures.forEach((answer, count) -> failures.merge(answer, count, Long::sum));
            part.findings.forEach((label, count) -> findings.merge(label, count, Long::sum));
            notTested.addAll(part.notTested);
            excerpt.addAll(part.excerpt);
        }
        Map<String, String> joined = new LinkedHashMap<>();
        versions.forEach((name, all) -> joined.put(name, String.join(" and ", all)));
        return new Certificate(
                runs,
                joined,
                String.join("; ", machines),
                faults,
                parts.stream().mapToLong(Certificate::acknowledged).sum(),
                failures,
                parts.stream().mapToLong(Certificate::unknown).sum(),
                parts.stream().mapToLong(Certificate::gapsAnnounced).sum(),
                findings,
                List.copyOf(notTested),
                excerpt);
    }
}
