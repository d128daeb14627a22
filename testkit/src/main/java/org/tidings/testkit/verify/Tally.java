package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Adds up what the scenes and faults of one run have shown. Any thread may call. */
final class Tally {

    /** Of more the first tell enough. */
    private static final int EXCERPTS = 5;

    private final Plan plan;
    private final Instant started;
    private final String id = UUID.randomUUID().toString();

    // All below is guarded by this.
    private final Map<FaultKind, Certificate.Effects> faults = new EnumMap<>(FaultKind.class);
    private final Map<Finding.Kind, Long> findings = new EnumMap<>(Finding.Kind.class);
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<String> notTested = new ArrayList<>();
    private final List<String> excerpt = new ArrayList<>();
    private long acknowledged;
    private long unknown;
    private long gaps;

    Tally(Plan plan, Instant started) {
        this.plan = plan;
        this.started = started;
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings.put(kind, 0L);
        }
    }

    synchronized void notTested(String what) {
        notTested.add(what);
    }

    synchronized void add(Outcome outcome) {
        Certificate.Effects effects = faults.computeIfAbsent(outcome.kind(), kind -> new Certificate.Effects());
        effects.outageMillis().add(outcome.outageMillis());
        effects.recoveryMillis().add(outcome.recoveryMillis());
    }

    /** Takes in a scene, whose history ends with that. */
    synchronized void add(RunHistory history, List<Finding> found) {
        acknowledged += history.acknowledged();
        unknown += history.unknown();
        gaps += history.gaps();
        history.failures().forEach((answer, count) -> failures.merge(answer, count, Long::sum));
        found.forEach(finding -> findings.merge(finding.kind(), 1L, Long::sum));
        found.stream().limit(EXCERPTS).forEach(finding -> excerpt.addAll(finding.lines()));
        history.close();
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized boolean clean() {
        return findings.values().stream().allMatch(count -> count == 0);
    }

    synchronized Certificate certificate(Duration elapsed, boolean interrupted) {
        Map<String, Certificate.Effects> byLabel = new LinkedHashMap<>();
        faults.forEach((kind, effects) -> byLabel.put(kind.label(), effects));
        Map<String, Long> counts = new LinkedHashMap<>();
        findings.forEach((kind, count) -> counts.put(kind.label(), count));
        try {
            return new Certificate(
                    List.of(new Certificate.Run(
                            id,
                            started.toString(),
                            elapsed.toSeconds(),
                            plan.seed(),
                            plan.instances(),
                            plan.clients(),
                            plan.rate(),
                            interrupted)),
                    Surroundings.versions(),
                    Surroundings.machine(),
                    byLabel,
                    acknowledged,
                    new TreeMap<>(failures),
                    unknown,
                    gaps,
                    counts,
                    List.copyOf(notTested),
                    List.copyOf(excerpt));
        } catch (IOException e) {
            throw new UncheckedIOException("the distribution cannot be read", e);
        }
    }
}
