package org.tidings.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A violation with the smallest piece of history that shows it: the events that it is about, their neighbours in the
 * channel, and those that the subscriber concerned was given before and after.
 *
 * @param violation what is wrong
 * @param lines the events, in the log's order, a line each, then those that stand nowhere
 */
public record Excerpt(Violation violation, List<String> lines) {

    /** The sentence and the lines. */
    public String describe() {
        StringBuilder text = new StringBuilder(violation.describe());
        lines.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    static Excerpt of(Findings.Finding finding, boolean timed) {
        return new Excerpt(finding.violation(), new Writing(finding, timed).lines());
    }

    /** One excerpt in the making. */
    private record Writing(Findings.Finding finding, boolean timed) {

        List<String> lines() {
            Violation violation = finding.violation();
            ChannelHistory log = finding.log();
            if (log == null) {
                return List.of();
            }
            List<PublishHistory> named = violation.messageIds().stream()
                    .map(log.publishes()::find)
                    .filter(Objects::nonNull)
                    .toList();
            TreeSet<Long> points = new TreeSet<>(violation.positions());
            named.stream().filter(publish -> publish.standsIn(log)).forEach(publish -> points.add(publish.seq()));
            List<PublishHistory> shown = new ArrayList<>(named);
            TreeSet<Long> seqs = withNeighbours(points, log.positions());
            seqs.forEach(seq -> shown.add(log.positions().find(seq)));
            long origin = shown.stream()
                    .filter(Objects::nonNull)
                    .mapToLong(publish -> publish.sentNanos)
                    .min()
                    .orElse(0);
            List<String> lines = new ArrayList<>();
            seqs.forEach(seq -> lines.add(line(seq, log.positions().find(seq), origin)));
            named.stream()
                    .filter(publish -> !publish.standsIn(log))
                    .forEach(publish -> lines.add("nowhere: " + fate(publish, origin)));
            return lines;
        }

        private TreeSet<Long> withNeighbours(TreeSet<Long> points, Positions positions) {
            TreeSet<Long> seqs = new TreeSet<>(points);
            for (long point : points) {
                int after = positions.after(point);
                int before = positions.after(point - 1) - 1;
                if (after < positions.size()) {
                    seqs.add(positions.seq(after));
                }
                if (before >= 0) {
                    seqs.add(positions.seq(before));
                }
                if (finding.subscriber() != null) {
                    seqs.add(finding.subscriber().seenBefore(point));
                    seqs.add(finding.subscriber().seenAfter(point));
                }
            }
            seqs.removeIf(seq -> seq < 0);
            return seqs;
        }

        private String line(long seq, PublishHistory publish, long origin) {
            String event = publish == null ? "no event that anybody saw" : fate(publish, origin);
            return "position " + seq + ": " + event + delivery(seq);
        }

        private String fate(PublishHistory publish, long origin) {
            if (publish.publisher == null) {
                return publish.messageId + ", sent by nobody";
            }
            String sent = publish.messageId + " of " + publish.publisher + ", sent" + at(publish.sentNanos, origin);
            return publish.answer() == null
                    ? sent + ", not answered"
                    : sent + ", answered " + publish.answer() + at(publish.answeredNanos(), origin);
        }

        private String at(long nanos, long origin) {
            return timed ? String.format(Locale.ROOT, " at %.1f ms", (nanos - origin) / 1e6) : "";
        }

        private String delivery(long seq) {
            SubscriberHistory subscriber = finding.subscriber();
            if (subscriber == null) {
                return "";
            }
            String what = subscriber.hasSeen(seq)
                    ? "delivered to "
                    : subscriber.announced(seq) ? "announced as missing to " : "not delivered to ";
            return "; " + what + subscriber.subscriber();
        }
    }
}
