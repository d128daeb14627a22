package org.tidings.testkit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tidings.testkit.load.Report;

/**
 * A report's figures as SVG: a panel for each quantity, a bar for each contestant's median, a line across it from the lowest round
 * to the highest.
 */
final class Chart {

    private static final int WIDTH = 760;
    private static final int BARS_LEFT = 190;
    private static final int BARS_WIDTH = 450;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final int PANEL_HEAD = 44;
    private static final int MARGIN = 16;

    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
            <title>%3$s</title>
            <rect width="%1$d" height="%2$d" fill="#ffffff"/>
            """;
    private static final String TITLE =
            """
            <text x="%d" y="%d" font-size="14" font-weight="bold" fill="#222222">%s</text>
            """;
    private static final String BAR_AND_RANGE =
            """
            <text x="%d" y="%d" text-anchor="end" fill="#222222">%s</text>
            <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
            <path d="M%.1f %d v6 m0 -3 H%.1f m0 -3 v6" stroke="#222222" fill="none"/>
            <text x="%.1f" y="%d" fill="#222222">%s</text>
            """;

    private static final String OURS = "#1f6fb2";
    private static final String OTHERS = "#b8bec6";

    private final String name;
    private final Map<String, List<Report.Series>> panels = new LinkedHashMap<>();

    Chart(String name, List<Report.Series> all) {
        this.name = name;
        for (Report.Series series : all) {
            if (!series.aside()) {
                panels.computeIfAbsent(series.quantity(), first -> new ArrayList<>())
                        .add(series);
            }
        }
    }

    String svg() {
        int rows = panels.values().stream().mapToInt(List::size).sum();
        int height = 2 * MARGIN + panels.size() * PANEL_HEAD + rows * ROW;
        StringBuilder svg = new StringBuilder(format(HEAD, WIDTH, height, escaped(name)));
        int top = MARGIN;
        for (Map.Entry<String, List<Report.Series>> panel : panels.entrySet()) {
            svg.append(format(TITLE, MARGIN, top + PANEL_HEAD - 18, escaped(panel.getKey())));
            top += PANEL_HEAD;
            double most =
                    panel.getValue().stream().mapToDouble(Chart::highest).max().orElseThrow();
            for (Report.Series series : panel.getValue()) {
                svg.append(bar(series, top, BARS_WIDTH / most));
                top += ROW;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Report.Series series, int top, double scale) {
        double low = BARS_LEFT
                + scale
                        * series.rounds().stream()
                                .mapToDouble(round -> round)
                                .min()
                                .orElseThrow();
        double high = BARS_LEFT + scale * highest(series);
        return format(
                BAR_AND_RANGE,
                BARS_LEFT - 8,
                top + BAR - 2,
                escaped(series.contestant()),
                BARS_LEFT,
                top,
                scale * series.median(),
                BAR,
                series.contestant().startsWith("tidings") ? OURS : OTHERS,
                low,
                top + BAR / 2 - 3,
                high,
                high + 8,
                top + BAR - 2,
                value(series.median()));
    }

    private static double highest(Report.Series series) {
        return series.rounds().stream().mapToDouble(round -> round).max().orElseThrow();
    }

    private static String value(double value) {
        return format(value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String format(String text, Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
