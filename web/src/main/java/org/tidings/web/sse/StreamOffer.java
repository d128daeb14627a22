package org.tidings.web.sse;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.tidings.web.admission.BearerToken;
import org.tidings.web.admission.Ticket;

/**
 * What a client sent to open a stream, as far as it decides about admission. Immutable.
 *
 * @param query the raw query string; null without one
 * @param origins Origin
 * @param authorizations Authorization
 */
record StreamOffer(String query, List<String> origins, List<String> authorizations) {

    static StreamOffer of(HttpServletRequest request) {
        return new StreamOffer(request.getQueryString(), values(request, "Origin"), values(request, "Authorization"));
    }

    List<String> tickets() {
        return query == null ? List.of() : Ticket.all(query);
    }

    /** Whether a ticket is all that was sent. */
    boolean isTicketAlone() {
        return tickets().size() == 1 && authorizations.isEmpty() && !BearerToken.isInQuery(query);
    }

    /** The one token that was sent; null where there is none, or something beside it. */
    String onlyToken() {
        return tickets().isEmpty() && !BearerToken.isInQuery(query)
                ? BearerToken.inHeader(authorizations).orElse(null)
                : null;
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return List.copyOf(Collections.list(request.getHeaders(header)));
    }
}
