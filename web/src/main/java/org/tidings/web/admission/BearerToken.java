package org.tidings.web.admission;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a token travels, and how it must not. Stateless. */
public final class BearerToken {

    /** What stands before a token that a browser, which can set no header, sends as the name of a subprotocol. */
    public static final String SUBPROTOCOL_PREFIX = "bearer.";

    private static final Pattern HEADER = Pattern.compile("(?i)Bearer +(\\S+) *");

    private static final Pattern IN_QUERY = Pattern.compile(
            "(?i)(^|&)((access_|id_|auth_)?token|jwt|bearer|authorization)(=|&|$)|=(bearer(\\+|%20))?eyJ");

    private BearerToken() {}

    /** The token of the one Authorization header; empty where there is none, several, or another scheme. */
    public static Optional<String> inHeader(List<String> authorizations) {
        if (authorizations.size() != 1) {
            return Optional.empty();
        }
        Matcher bearer = HEADER.matcher(authorizations.get(0));
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    /** Whether the address carries what looks like a token: it then stands in logs and histories all the way. */
    public static boolean isInQuery(String query) {
        return query != null && IN_QUERY.matcher(query).find();
    }

    public static boolean isSubprotocol(String name) {
        return name.startsWith(SUBPROTOCOL_PREFIX);
    }
}
