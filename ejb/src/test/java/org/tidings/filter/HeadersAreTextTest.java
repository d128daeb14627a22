package org.tidings.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.history.StoredEvent;

/**
 * JMS compares no text with a number, and headers are all text: as the library has it, {@code price > 10} would hold for no event at
 * all, and {@code price < 10} neither. Here the comparison decides what a header is taken for.
 */
class HeadersAreTextTest {

    private static final Map<String, String> HEADERS = Map.of(
            "region", "eu",
            "price", "12.50",
            "zip", "01234",
            "amount", "3",
            "urgent", "true",
            "content-type", "text/plain",
            "note", "100% of it's_all",
            "empty", "");

    private static StoredEvent event() {
        String envelope = EnvelopeCodec.encode(Envelope.event(Action.MESSAGE)
                .channel("orders:eu:1")
                .seq(7L)
                .prev(3L)
                .epoch("k1")
                .messageId("m-1")
                .from("alice")
                .at(1_700_000_000_000L)
                .payload("1")
                .build());
        return new StoredEvent(7, 3, 0, envelope, envelope.length(), HEADERS, 0, 6, 1_700_000_000_000L);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    region = 'eu'                         | true
                    'eu' = region                         | true
                    region <> 'eu'                        | false
                    region = 'EU'                         | false
                    region IN ('us', 'eu')                | true
                    region NOT IN ('us', 'eu')            | false
                    region = 'eu' AND price > 10          | true
                    region = 'us' OR price > 10           | true
                    price > 12                            | true
                    price > 12.5                          | false
                    price >= 12.5                         | true
                    price = 12.5                          | true
                    price = 12.500                        | true
                    price = '12.5'                        | false
                    price = '12.50'                       | true
                    10 < price                            | true
                    price BETWEEN 12 AND 13               | true
                    price NOT BETWEEN 12 AND 13           | false
                    price BETWEEN 12 AND 13 AND region = 'eu' | true
                    price * amount > 37                   | true
                    -amount = -3                          | true
                    price > amount                        | true
                    zip = '01234'                         | true
                    zip = 1234                            | true
                    region > 10                           | false
                    region < 10                           | false
                    NOT (region > 10)                     | false
                    urgent                                | true
                    NOT urgent                            | false
                    urgent = TRUE                         | true
                    urgent = 'true'                       | true
                    region = TRUE                         | false
                    absent = 'x'                          | false
                    absent > 3                            | false
                    absent IS NULL                        | true
                    region IS NOT NULL                    | true
                    empty IS NULL                         | false
                    empty = ''                            | true
                    "content-type" = 'text/plain'         | true
                    "content-type" LIKE 'text/%'          | true
                    region LIKE 'e_'                      | true
                    region LIKE 'e'                       | false
                    region LIKE '%'                       | true
                    empty LIKE '%'                        | true
                    empty LIKE '_%'                       | false
                    region NOT LIKE 'u%'                  | true
                    absent LIKE '%'                       | false
                    absent NOT LIKE '%'                   | false
                    note LIKE '100!% of it''s!_all' ESCAPE '!' | true
                    note LIKE '%!_%' ESCAPE '!'           | true
                    region LIKE '%!_%' ESCAPE '!'         | false
                    price LIKE '12%' AND price < 13       | true
                    JMSPriority > 5                       | true
                    JMSMessageID = 'm-1'                  | true
                    JMSXUserID <> 'alice'                 | false
                    JMSTimestamp > 1600000000000          | true
                    price / 0 > 1                         | true
                    region + 1 > 1                        | false
                    """)
    void comparisonDecidesWhatAHeaderIsTakenFor(String filter, boolean matches) throws BadFilter {
        assertThat(EventFilter.parse(filter).matches(event())).isEqualTo(matches);
    }
}
