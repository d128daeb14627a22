package org.tidings.testkit.load;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a scenario measured, and whether that is what must hold. Printed as it grows. Confined to one thread. */
public final class Report {

    /**
     * @param goal empty for a figure without one
     * @param timing whether a slow machine can miss it
     */
    private record Line(String name, String measured, String goal, boolean met, boolean timing) {}

    /**
     * What one of several reached.
     *
     * @param aside whether it tells of the measurement, and not of what is measured
     * @param rounds a value each
     */
    public record Series(String contestant, String quantity, boolean aside, List<Double> rounds, double median) {

        public Series {
            rounds = List.copyOf(rounds);
        }
    }

    private final String scenario;
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Line> lines = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();

    public Report(String scenario) {
        this.scenario = scenario;
    }

    /** Says what is being done now. */
    public void progress(String format, Object... arguments) {
        System.out.println("… " + String.format(Locale.ROOT, format, arguments));
    }

    /** A figure for those who want to understand the goals'. */
    public void figure(String name, String format, Object... arguments) {
        add(new Line(name, String.format(Locale.ROOT, format, arguments), "", true, false));
    }

    /** What must hold on any machine. */
    public void goal(String name, boolean met, String goal, String format, Object... arguments) {
        add(new Line(name, String.format(Locale.ROOT, format, arguments), goal, met, false));
    }

    /** What must hold on a machine that has the time. */
    public void timing(String name, boolean met, String goal, String format, Object... arguments) {
        add(new Line(name, String.format(Locale.ROOT, format, arguments), goal, met, true));
    }

    /** Names what the lines below tell. */
    public void heading(String text) {
        System.out.println(text);
    }

    /** @param text the median and the range, as they are printed */
    public void series(Series one, String text) {
        series.add(one);
        System.out.println(String.format(Locale.ROOT, "  %-40s %s", one.contestant, text));
    }

    private void add(Line line) {
        lines.add(line);
        System.out.println(text(line));
    }

    private static String text(Line line) {
        String verdict = line.goal.isEmpty() ? "" : (line.met ? "   ok: " : "   MISSED: ") + line.goal;
        return String.format(Locale.ROOT, "  %-52s %s%s", line.name, line.measured, verdict);
    }

    public boolean allMet() {
        return lines.stream().allMatch(Line::met);
    }

    /** The goals that were missed, a line each, but for those that a slow machine can miss. */
    public List<String> broken() {
        return lines.stream()
                .filter(line -> !line.met && !line.timing)
                .map(Report::text)
                .toList();
    }

    /** What was told of the contestants of a comparison. */
    public List<Series> series() {
        return List.copyOf(series);
    }

    public JsonObject json() {
        JsonArrayBuilder figures = Json.createArrayBuilder();
        for (Line line : lines) {
            var figure = Json.createObjectBuilder().add("name", line.name).add("measured", line.measured);
            if (!line.goal.isEmpty()) {
                figure.add("goal", line.goal).add("met", line.met);
            }
            figures.add(figure);
        }
        JsonArrayBuilder compared = Json.createArrayBuilder();
        for (Series one : series) {
            compared.add(Json.createObjectBuilder()
                    .add("contestant", one.contestant)
                    .add("quantity", one.quantity)
                    .add("median", one.median)
                    .add("rounds", Json.createArrayBuilder(one.rounds)));
        }
        return Json.createObjectBuilder()
                .add("scenario", scenario)
                .add("begun", begun.toString())
                .add("java", System.getProperty("java.runtime.version"))
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add("compared", compared)
                .add("figures", figures)
                .add("met", allMet())
                .build();
    }
}
