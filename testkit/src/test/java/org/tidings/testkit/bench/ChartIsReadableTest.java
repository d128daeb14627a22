package org.tidings.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tidings.testkit.load.Report.Series;
import org.w3c.dom.Document;

/** A browser shows nothing at all of an SVG that is no XML. */
class ChartIsReadableTest {

    @Test
    void andLeavesOutWhatTellsOfTheGenerator() throws Exception {
        String svg = new Chart(
                        "rooms",
                        List.of(
                                new Series("tidings", "p50 & p99 <ms>", false, List.of(1.0, 3.0), 2.0),
                                new Series("socketio", "p50 & p99 <ms>", false, List.of(4.0), 4.0),
                                new Series("tidings", "generator", true, List.of(9.0), 9.0)))
                .svg();
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(2);
        assertThat(document.getDocumentElement().getTextContent())
                .contains("tidings", "socketio", "p50 & p99 <ms>")
                .doesNotContain("generator");
    }
}
