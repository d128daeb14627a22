package org.tidings.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sum that counts a run twice, or takes a wrong file for a right one, proves more than was tried. */
class CertificatesAddUpTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Certificate certificate(String run, long lost, List<Long> recoveries) {
        return new Certificate(
                List.of(new Certificate.Run(run, "2026-11-21T14:00:00Z", 180, 42, 3, 9, 400, false)),
                Map.of("Tidings", "0.1.0"),
                "2 cores",
                Map.of(
                        "kill leader",
                        new Certificate.Effects(new ArrayList<>(recoveries), new ArrayList<>(recoveries))),
                1_000,
                Map.of("unavailable", 3L),
                1,
                2,
                Map.of("lost", lost, "duplicated", 0L),
                List.of("clock jump: no libfaketime"),
                lost == 0 ? List.of() : List.of("lost: m1"));
    }

    private String file(String name, Certificate certificate) throws IOException {
        Path file = folder.resolve(name);
        CertificateJson.write(certificate, file);
        return file.toString();
    }

    private int verify(String... arguments) {
        return VerifyCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Certificate certificate = certificate("a", 1, List.of(100L, 300L));
        assertThat(CertificateJson.read(Path.of(file("a.json", certificate)))).isEqualTo(certificate);
    }

    @Test
    void countsAreAddedAndPercentilesAreOfAllFaults() throws IOException {
        String a = file("a.json", certificate("a", 0, List.of(100L, 200L, 300L)));
        String b = file("b.json", certificate("b", 0, List.of(9_000L)));
        Path sum = folder.resolve("sum.json");
        assertThat(verify("--merge", a, b, "--report", sum.toString())).isZero();
        Certificate merged = CertificateJson.read(sum);
        assertThat(merged.acknowledged()).isEqualTo(2_000);
        assertThat(merged.faultCount()).isEqualTo(4);
        assertThat(merged.failures()).containsEntry("unavailable", 6L);
        assertThat(merged.runs()).extracting(Certificate.Run::id).containsExactly("a", "b");
        assertThat(merged.notTested()).containsExactly("clock jump: no libfaketime");
        assertThat(Certificate.percentile(merged.recoveries(), 50)).isEqualTo(200);
        assertThat(Certificate.percentile(merged.recoveries(), 99)).isEqualTo(9_000);
        assertThat(out.toString()).contains("nothing wrong was found", "kill leader", "not tested", "2,000");
    }

    @Test
    void oneBrokenRunBreaksTheSum() throws IOException {
        String a = file("a.json", certificate("a", 0, List.of(100L)));
        String b = file("b.json", certificate("b", 2, List.of(100L)));
        assertThat(verify("--merge", a, b)).isEqualTo(1);
        assertThat(out.toString()).contains("PROMISES WERE BROKEN", "lost: m1");
    }

    @Test
    void theSameRunIsNotCountedTwice() throws IOException {
        String a = file("a.json", certificate("a", 0, List.of(100L)));
        String b = file(
                "b.json", Certificate.sum(List.of(certificate("a", 0, List.of()), certificate("b", 0, List.of()))));
        assertThat(verify("--merge", a, b)).isEqualTo(2);
        assertThat(err.toString()).contains("run a is in", a, b);
    }

    @Test
    void whatIsNoCertificateIsNamed() throws IOException {
        String a = file("a.json", certificate("a", 0, List.of(100L)));
        for (String content : List.of("", "{}", "[]", "no JSON", "{\"certificate\":\"tidings-verify\",\"format\":1}")) {
            String other =
                    Files.writeString(folder.resolve("other.json"), content).toString();
            assertThat(verify("--merge", a, other)).as(content).isEqualTo(2);
            assertThat(err.toString()).as(content).contains(other + " is no certificate");
        }
        assertThat(verify("--merge", a, folder.resolve("missing.json").toString()))
                .isEqualTo(2);
    }

    @Test
    void wrongUsageIsOneLine() {
        for (String[] wrong : new String[][] {
            {"--faults", "0"},
            {"--faults", "many"},
            {"--minutes", "-1"},
            {"--instances", "4", "--clients", "3"},
            {"--report", "/no/such/folder/report.json"},
            {"--only", "no such fault"},
            {"--unknown"}
        }) {
            err.getBuffer().setLength(0);
            assertThat(verify(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(err.toString().lines()).as(err.toString()).hasSize(1);
        }
    }
}
