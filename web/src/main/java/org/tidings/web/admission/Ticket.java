package org.tidings.web.admission;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How a one-time ticket travels: in the query of an address. Stateless. */
public final class Ticket {

    static final String PARAMETER = "ticket";

    private static final String PREFIX = PARAMETER + "=";

    private Ticket() {}

    /** Every ticket in a query, as it was sent. */
    public static List<String> all(String query) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(PREFIX))
                .map(part -> part.substring(PREFIX.length()))
                .toList();
    }

    /** The query without its tickets; null where nothing is left. */
    static String without(String query) {
        if (query == null) {
            return null;
        }
        String left = Arrays.stream(query.split("&"))
                .filter(part -> !part.startsWith(PREFIX))
                .collect(Collectors.joining("&"));
        return left.isEmpty() ? null : left;
    }
}
