package org.tidings.limits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Takes apart what proxies write about those they got a request from. Stateless; linear in the text.
 *
 * <p>A comma separates also inside quotation marks: no address holds one, and a client that opens quotes and leaves them open
 * must not swallow what the proxy writes behind.
 */
final class ForwardedHeader {

    /** Of the elements of more proxies only the last count, which are the nearest. */
    private static final int MAX_ELEMENTS = 100;

    private ForwardedHeader() {}

    /** The nodes that {@code for} names, one for each element, empty where one names none (RFC 7239 §4). */
    static List<String> nodes(List<String> lines) {
        return elements(lines).stream().map(ForwardedHeader::node).toList();
    }

    /** All lines are one list (RFC 9110 §5.3). The last elements, where there are many. */
    static List<String> elements(List<String> lines) {
        if (lines.isEmpty()) {
            return lines;
        }
        List<String> all = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        return all.subList(Math.max(0, all.size() - MAX_ELEMENTS), all.size());
    }

    private static String node(String element) {
        return Arrays.stream(element.split(";"))
                .map(String::strip)
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                .findFirst()
                .map(pair -> unquoted(pair.substring("for=".length())))
                .orElse("");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
