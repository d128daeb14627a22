package org.tidings.web.socket;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.tidings.web.admission.BearerToken;
import org.tidings.web.admission.Ticket;

/**
 * What a client sent to open a WebSocket, as far as it decides about admission. Header values are kept as received; a
 * header that was sent twice is there twice, for two readers might each believe another one. Immutable.
 *
 * @param method the HTTP method
 * @param query the raw query string; null without one
 * @param upgrade tokens of Upgrade, in lower case
 * @param connection tokens of Connection, in lower case
 * @param versions Sec-WebSocket-Version
 * @param keys Sec-WebSocket-Key
 * @param origins Origin
 * @param authorizations Authorization
 * @param offered all names in Sec-WebSocket-Protocol
 */
record HandshakeOffer(
        String method,
        String query,
        List<String> upgrade,
        List<String> connection,
        List<String> versions,
        List<String> keys,
        List<String> origins,
        List<String> authorizations,
        List<String> offered) {

    private static final int NONCE_BYTES = 16;

    static HandshakeOffer of(HttpServletRequest request) {
        return new HandshakeOffer(
                request.getMethod(),
                request.getQueryString(),
                lowerCase(elements(request, "Upgrade")),
                lowerCase(elements(request, "Connection")),
                values(request, "Sec-WebSocket-Version"),
                values(request, "Sec-WebSocket-Key"),
                values(request, "Origin"),
                values(request, "Authorization"),
                elements(request, "Sec-WebSocket-Protocol"));
    }

    /** Whether a WebSocket is asked for at all (RFC 6455 §4.2.1). */
    boolean isUpgrade() {
        return method.equals("GET") && upgrade.contains("websocket") && connection.contains("upgrade");
    }

    boolean speaksVersion13() {
        return versions.equals(List.of("13"));
    }

    /** RFC 6455 §4.1: a nonce of 16 bytes in Base64. */
    boolean hasNonce() {
        if (keys.size() != 1) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.get(0)).length == NONCE_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The subprotocols offered, without those names that only carry a token. */
    List<String> protocols() {
        return offered.stream().filter(name -> !BearerToken.isSubprotocol(name)).toList();
    }

    /** Tokens that the list of subprotocols carries. */
    List<String> subprotocolTokens() {
        return offered.stream()
                .filter(BearerToken::isSubprotocol)
                .map(name -> name.substring(BearerToken.SUBPROTOCOL_PREFIX.length()))
                .toList();
    }

    /** One-time tickets in the address. */
    List<String> tickets() {
        return query == null ? List.of() : Ticket.all(query);
    }

    /** Whether the address carries what looks like a token: it then stands in logs and histories all the way. */
    boolean hasTokenInQuery() {
        return BearerToken.isInQuery(query);
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return List.copyOf(Collections.list(request.getHeaders(header)));
    }

    private static List<String> elements(HttpServletRequest request, String header) {
        List<String> values = values(request, header);
        if (values.isEmpty()) {
            return values;
        }
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static List<String> lowerCase(List<String> tokens) {
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }
}
