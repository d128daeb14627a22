package org.tidings.testkit.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A certificate as a page of text. */
final class CertificatePage {

    /** A row of the table of faults. */
    private static final String FAULT = "%-28s %6s  %9s %9s %11s  %9s %9s %9s";

    private final Certificate certificate;
    private final StringBuilder page = new StringBuilder();

    private CertificatePage(Certificate certificate) {
        this.certificate = certificate;
    }

    static String of(Certificate certificate) {
        return new CertificatePage(certificate).text();
    }

    private String text() {
        line("");
        line("TIDINGS VERIFICATION: %s", verdict());
        line("");
        line(certificate.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "))
                .replace("%", "%%"));
        line("%s", certificate.machine());
        certificate.runs().forEach(this::run);
        line("");
        line("%-24s %,12d", "acknowledged", certificate.acknowledged());
        certificate.findings().forEach((label, count) -> line("%-24s %,12d", label, count));
        line("%-24s %,12d", "gaps announced", certificate.gapsAnnounced());
        line("%-24s %,12d   %s", "outcome unknown", certificate.unknown(), "");
        line("%-24s %,12d   %s", "answered otherwise", total(), answers());
        line("");
        line(FAULT, "", "", "outage", "", "", "recovery", "", "");
        line(FAULT, "faults", "count", "p50", "max", "promised", "p50", "p99", "max");
        certificate.faults().forEach(this::effects);
        recoveryOfAll();
        if (!certificate.notTested().isEmpty()) {
            line("");
            line("not tested");
            certificate.notTested().forEach(what -> line("  %s", what));
        }
        if (!certificate.excerpt().isEmpty()) {
            line("");
            certificate.excerpt().forEach(each -> line("%s", each));
        }
        return page.toString();
    }

    private String verdict() {
        String found = certificate.clean() ? "nothing wrong was found" : "PROMISES WERE BROKEN";
        return certificate.interrupted() ? "interrupted; until then " + found : found;
    }

    private void run(Certificate.Run run) {
        line(
                "run %s of %s: %d min %d s, seed %d, %d instances, %d clients, %d publishes/s%s",
                run.id(),
                run.started(),
                run.seconds() / 60,
                run.seconds() % 60,
                run.seed(),
                run.instances(),
                run.clients(),
                run.rate(),
                run.interrupted() ? ", interrupted" : "");
    }

    private long total() {
        return certificate.failures().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private String answers() {
        return certificate.failures().entrySet().stream()
                .map(answer -> answer.getKey() + " " + answer.getValue())
                .collect(Collectors.joining(", "));
    }

    private void effects(String kind, Certificate.Effects effects) {
        List<Long> outage = effects.outageMillis();
        List<Long> recovery = effects.recoveryMillis();
        line(
                FAULT,
                kind,
                recovery.size(),
                seconds(Certificate.percentile(outage, 50)),
                seconds(Certificate.percentile(outage, 100)),
                FaultKind.outageBound(kind),
                seconds(Certificate.percentile(recovery, 50)),
                seconds(Certificate.percentile(recovery, 99)),
                seconds(Certificate.percentile(recovery, 100)));
    }

    private void recoveryOfAll() {
        List<Long> recovery = certificate.recoveries();
        line(
                FAULT,
                "all",
                certificate.faultCount(),
                "",
                "",
                "",
                seconds(Certificate.percentile(recovery, 50)),
                seconds(Certificate.percentile(recovery, 99)),
                seconds(Certificate.percentile(recovery, 100)));
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
