package org.tidings.web.frames;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client offered of {@code permessage-deflate} (RFC 7692), and what is agreed to: that each message stands for itself, in both
 * directions. So no connection keeps a window of what was said before, and one deflated message is good for all that get it.
 */
final class DeflateOffer {

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";

    /** The only window that the platform's deflater has. */
    private static final String WIDEST = "15";

    private DeflateOffer() {}

    /**
     * What the server's header says: the first offer that it can keep (§5.1). Empty where there is none.
     *
     * @param headers the values of Sec-WebSocket-Extensions, in their order
     */
    static Optional<String> answer(List<String> headers) {
        return headers.stream()
                .flatMap(header -> split(header, ',').stream())
                .map(DeflateOffer::answer)
                .filter(answer -> answer != null)
                .findFirst();
    }

    /** Null where it is no offer, or one that is to be declined: with a parameter unknown, or twice, or of no known value (§7). */
    private static String answer(String extension) {
        List<String> parts = split(extension, ';');
        if (!parts.get(0).equals(NAME)) {
            return null;
        }
        String window = "";
        Set<String> names = new HashSet<>();
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            String name =
                    equals < 0 ? parameter : parameter.substring(0, equals).strip();
            String value =
                    equals < 0 ? null : unquoted(parameter.substring(equals + 1).strip());
            if (!names.add(name) || !isTaken(name, value)) {
                return null;
            }
            window = name.equals(SERVER_WINDOW) ? "; " + SERVER_WINDOW + "=" + WIDEST : window;
        }
        return NAME + "; " + SERVER_ALONE + "; " + CLIENT_ALONE + window;
    }

    private static boolean isTaken(String name, String value) {
        return switch (name) {
            case SERVER_ALONE, CLIENT_ALONE -> value == null;
            case SERVER_WINDOW -> WIDEST.equals(value);
            // The widest is read, whatever the client could do with less.
            case CLIENT_WINDOW -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The parts between separators that do not stand in quotation marks, without the blanks around them (RFC 6455 §9.1). */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>(4);
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }
}
