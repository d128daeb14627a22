package org.tidings.testkit.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tidings.testkit.load.Median;
import org.tidings.testkit.load.Report;

/** What everybody reached, a value a turn. Confined to one thread. */
final class Scores {

    private final Map<Quantity, Map<String, List<Double>>> values = new EnumMap<>(Quantity.class);

    void add(String contestant, Quantity quantity, double value) {
        values.computeIfAbsent(quantity, first -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, first -> new ArrayList<>())
                .add(value);
    }

    /** What a scenario with deliveries measures in every turn. */
    void add(String contestant, Turn turn) {
        add(contestant, Quantity.DELIVERIES_PER_SECOND, turn.tally().perSecond());
        add(contestant, Quantity.SERVER_CPU, turn.serverMicrosPerDelivery());
        add(contestant, Quantity.GENERATOR_CPU, turn.generatorMicrosPerDelivery());
        add(contestant, Quantity.RECEIVING_CPU, turn.receivingMicrosPerDelivery());
        add(contestant, Quantity.GENERATOR_SHARE, turn.receivingShare());
        add(contestant, Quantity.P50, turn.tally().millis(50));
        add(contestant, Quantity.P99, turn.tally().millis(99));
        add(contestant, Quantity.P999, turn.tally().millis(99.9));
    }

    boolean has(String contestant, Quantity quantity) {
        return values.containsKey(quantity) && values.get(quantity).containsKey(contestant);
    }

    double median(String contestant, Quantity quantity) {
        return Median.of(values.get(quantity).get(contestant));
    }

    /** Each contestant's median and range, quantity by quantity. */
    void tell(Report report) {
        values.forEach((quantity, all) -> {
            report.heading(quantity.title());
            all.forEach((contestant, rounds) -> report.series(
                    new Report.Series(contestant, quantity.title(), quantity.isAside(), rounds, Median.of(rounds)),
                    text(quantity, rounds)));
        });
    }

    private static String text(Quantity quantity, List<Double> rounds) {
        double low = rounds.stream().min(Double::compare).orElseThrow();
        double high = rounds.stream().max(Double::compare).orElseThrow();
        return String.format(
                Locale.ROOT,
                "%12s   (%s to %s)",
                quantity.text(Median.of(rounds)),
                quantity.text(low),
                quantity.text(high));
    }

    /** A goal that is a ratio to another contestant; a figure without a verdict where that one does not take part. */
    void atLeast(Report report, String contestant, Quantity quantity, double factor, String other) {
        compare(report, contestant, quantity, factor, other, true);
    }

    void atMost(Report report, String contestant, Quantity quantity, double factor, String other) {
        compare(report, contestant, quantity, factor, other, false);
    }

    /** A goal that is a number. */
    void atLeast(Report report, String contestant, Quantity quantity, double bound) {
        double median = median(contestant, quantity);
        String goal = "at least " + quantity.text(bound);
        report.timing(contestant + ": " + quantity.title(), median >= bound, goal, "%s", quantity.text(median));
    }

    void atMost(Report report, String contestant, Quantity quantity, double bound) {
        double median = median(contestant, quantity);
        String goal = "at most " + quantity.text(bound);
        report.timing(contestant + ": " + quantity.title(), median <= bound, goal, "%s", quantity.text(median));
    }

    private void compare(
            Report report, String contestant, Quantity quantity, double factor, String other, boolean least) {
        String name = contestant + " to " + other + ": " + quantity.title();
        String goal = String.format(Locale.ROOT, "at %s %.2f ×", least ? "least" : "most", factor);
        if (!has(other, quantity)) {
            report.figure(name, "%s does not take part; the goal is %s", other, goal);
            return;
        }
        double ratio = median(contestant, quantity) / median(other, quantity);
        report.timing(name, least ? ratio >= factor : ratio <= factor, goal, "%.2f ×", ratio);
    }
}
