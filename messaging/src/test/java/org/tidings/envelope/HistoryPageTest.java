package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryPageTest {

    @Test
    void carriesEventsWithTheirPayloadsAsTheyAre() throws BadPayload {
        List<Envelope> events = Stream.of("1.0", "{ \"a\" : 1e5 }", "\"\\u00e9\"", "[]", "null")
                .map(payload -> Envelope.event(Action.MESSAGE)
                        .channel("a:b")
                        .seq((long) payload.length())
                        .payload(payload)
                        .build())
                .toList();
        String json =
                HistoryPage.write(events.stream().map(EnvelopeCodec::encode).toList(), true, null, List.of());
        assertThat(HistoryPage.read(json)).isEqualTo(new HistoryPage(events, true, null, List.of()));
    }

    @Test
    void mayBeEmpty() throws BadPayload {
        assertThat(HistoryPage.read(HistoryPage.write(List.of(), false, null, List.of())))
                .isEqualTo(new HistoryPage(List.of(), false, null, List.of()));
    }

    @Test
    void tellsWhatIsMissing() throws BadPayload {
        Gap gap = Gap.of(41, 97, Gap.Reason.EXPIRED, null);
        assertThat(HistoryPage.read(HistoryPage.write(List.of(), true, gap, List.of())))
                .isEqualTo(new HistoryPage(List.of(), true, gap, List.of()));
    }

    @Test
    void tellsWhatItLeavesOut() throws BadPayload {
        List<Gap> expired =
                List.of(Gap.of(41, 43, Gap.Reason.EXPIRED_EVENT, 1L), Gap.of(50, 60, Gap.Reason.EXPIRED_EVENT, 2L));
        assertThat(HistoryPage.read(HistoryPage.write(List.of(), false, null, expired)))
                .isEqualTo(new HistoryPage(List.of(), false, null, expired));
    }

    @Test
    void ignoresWhatItDoesNotKnow() throws BadPayload {
        assertThat(HistoryPage.read("{\"later\":[{\"events\":5}],\"events\":[]}")
                        .events())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"more\":true}",
                "{\"events\":{}}",
                "{\"events\":[5]}",
                "{\"events\":[],\"gap\":5}",
                "{\"events\":[],\"expired\":5}",
                "{\"events\":[],\"expired\":[5]}",
                "{\"events\":[{}]}",
                "{\"events\":[[]]}",
                "{\"events\":[",
                "{\"events\":[],\"events\":[]}",
                "{\"events\":[]} x"
            })
    void isNotReadFromAnythingElse(String json) {
        assertThatExceptionOfType(BadPayload.class).isThrownBy(() -> HistoryPage.read(json));
    }
}
