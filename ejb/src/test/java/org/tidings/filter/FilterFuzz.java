package org.tidings.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.tidings.history.StoredEvent;

/**
 * A filter and, behind a line feed each, headers as {@code name=value}. Whatever they are: it is a filter or a told mistake, and a
 * filter says the same of the same event.
 */
public final class FilterFuzz {

    private FilterFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n");
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split("=", 2);
            headers.put(header[0], header.length == 1 ? "" : header[1]);
        }
        StoredEvent event = new StoredEvent(2, 1, 0, "", 0, headers, 0, 4);
        String text = lines.length == 0 ? "" : lines[0];
        try {
            EventFilter filter = EventFilter.parse(text);
            boolean matches = filter.matches(event);
            assertThat(filter.matches(event)).isEqualTo(matches);
            // Two dashes are two signs where no line ends behind them, and a comment where one does.
            if (!text.contains("--")) {
                assertThat(EventFilter.parse("(" + text + "\n) AND (" + text + "\n)")
                                .matches(event))
                        .isEqualTo(matches);
            }
        } catch (BadFilter declared) {
            assertThat(declared.getMessage()).doesNotContainPattern("\\p{Cc}");
        }
    }
}
