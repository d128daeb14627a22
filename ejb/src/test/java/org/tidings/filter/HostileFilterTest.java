package org.tidings.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.history.StoredEvent;

/** A filter is a program of a stranger's that runs for every event, under a lock that all subscribers of a shard share. */
class HostileFilterTest {

    private static StoredEvent event(String header, String value) {
        return new StoredEvent(1, 0, 0, "", 0, Map.of(header, value), 0, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    region = 'eu' AND             | at line 1, column 1
                    region = 'eu                  | at line 1, column
                    region = 'eu' garbage         | at line 1, column 15
                    (region = 'eu'                | at line 1, column
                    region = 'eu')                | at line 1, column 14
                    region == 'eu'                | at line 1, column 9
                    region LIKE 3                 | at line 1, column 13
                    region + 'x' LIKE 'y'         | at line 1, column 14
                    region LIKE 'a' ESCAPE 'bc'   | at line 1, column 17
                    region LIKE 'a' LIKE 'b'      | at line 1, column 17
                    a > 'x'                       | at line 1, column
                    5                             | at line 1, column
                    a = ;                         | at line 1, column 5
                    a = 1234567890123456789012    | at line 1, column 5
                    XPATH '//x'                   | at line 1, column 1
                    xquery '//x'                  | at line 1, column 1
                    """)
    void mistakeIsToldWithItsPlace(String filter, String place) {
        assertThatThrownBy(() -> EventFilter.parse(filter))
                .isInstanceOf(BadFilter.class)
                .hasMessageContaining(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-- nothing", "/* nothing */"})
    void nothingIsNoFilter(String filter) {
        assertThatThrownBy(() -> EventFilter.parse(filter)).isInstanceOf(BadFilter.class);
    }

    /** The library's prefixes would switch to another language. */
    @Test
    void prefixesOfTheLibraryMeanNothing() {
        assertThatThrownBy(() -> EventFilter.parse("convert_string_expressions:a = 1"))
                .isInstanceOf(BadFilter.class);
    }

    /** Each bound's own text, and none that the stack or the clock would have ended. */
    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> EventFilter.parse("a = '" + "x".repeat(1_024) + "'"))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> EventFilter.parse("a OR ".repeat(150) + "a")).hasMessageContaining("words");
        assertThatThrownBy(() -> EventFilter.parse("(".repeat(40) + "a" + ")".repeat(40)))
                .hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> EventFilter.parse("NOT ".repeat(40) + "a")).hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> EventFilter.parse("a = " + "- ".repeat(40) + "1"))
                .hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> EventFilter.parse("a = " + "+ ".repeat(40) + "1"))
                .hasMessageContaining("nests deeper");
    }

    /** The library looks ahead at every sum: nested sums were read again and again. */
    @Test
    void longestFiltersAreParsedAtOnce() {
        String nested = "(a + ".repeat(31) + "1" + ")".repeat(31) + " > 0";
        String chained = "a" + " + 1".repeat(120) + " > 0";
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            EventFilter.parse(nested);
            EventFilter.parse(chained);
            assertThat(EventFilter.parse("a" + " OR a".repeat(120)).matches(event("a", "true")))
                    .isTrue();
        });
    }

    /** As a regular expression, which the library makes of it, the first takes longer than there is time. */
    @Test
    void noPatternIsCatastrophic() throws BadFilter {
        EventFilter many = EventFilter.parse("a LIKE '" + "%a".repeat(400) + "%b'");
        EventFilter long_ = EventFilter.parse("a LIKE '%" + "a".repeat(900) + "b%'");
        EventFilter single = EventFilter.parse("a LIKE '%" + "_".repeat(900) + "b%'");
        StoredEvent event = event("a", "a".repeat(2_000));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 10; i++) {
                assertThat(many.matches(event)).isFalse();
                assertThat(long_.matches(event)).isFalse();
                assertThat(single.matches(event)).isFalse();
            }
        });
    }

    /** Among them those that no other language reads in a moment: 1e999999999, digits without end. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "NaN", "Infinity", "0x10", "1_000", " 1", "1 ", "+1", "12,5", ".5", "1d"})
    void whatOnlyLooksLikeANumberIsNone(String value) throws BadFilter {
        assertThat(EventFilter.parse("a > 0 OR a <= 0").matches(event("a", value)))
                .isFalse();
        assertThat(EventFilter.parse("a > 0 OR a <= 0").matches(event("a", "9".repeat(2_000))))
                .isFalse();
    }

    @Test
    void messageRepeatsNothingOfThePeers() {
        assertThatThrownBy(() -> EventFilter.parse("<script> = 1"))
                .hasMessageNotContaining("script")
                .hasMessageContaining("line 1, column 1");
    }

    @Test
    void equalTextsAreOneFilter() throws BadFilter {
        Filters filters = new Filters(new SimpleMeterRegistry());
        EventFilter one = filters.of("a = 'x'");
        assertThat(filters.of(new String("a = 'x'"))).isSameAs(one);
        assertThat(filters.of("a = 'y'")).isNotSameAs(one);
    }
}
