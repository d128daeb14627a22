package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenVerifier;
import org.tidings.instance.Readiness;
import org.tidings.limits.Entrance;
import org.tidings.limits.Refusals;
import org.tidings.settings.Settings;
import org.tidings.web.admission.AdmittedRequest;
import org.tidings.web.admission.BearerToken;
import org.tidings.web.admission.OneToken;

/**
 * A handshake of any headers: a line with method and query, then headers line by line. {@code $T} stands for a good token and
 * {@code $K} for a good ticket, which no fuzzer finds. Who is let in brought one of them once, from where it may come, and
 * the container does not see it.
 */
public final class HandshakeFuzz {

    private static final String PAGE = "https://app.example.com";
    private static final String TICKET = "t" + "0".repeat(43);

    private static final OriginPolicy ORIGINS = new OriginPolicy(Settings.of(Map.of("tidings.allowed-origins", PAGE)));
    private static final TokenVerifier TOKENS = OneToken.verifier();

    private HandshakeFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1)
                .replace("$T", OneToken.TEXT)
                .replace("$K", TICKET);
        HttpServletRequest request = request(text);
        HandshakeOffer offer = HandshakeOffer.of(request);
        HandshakeVerdict verdict = decide(offer);
        if (verdict instanceof HandshakeVerdict.Refused refused) {
            assertThat(refused.reason()).matches("[ -~]{5,203}").doesNotContain("eyJ");
        } else if (verdict instanceof HandshakeVerdict.Admitted admitted) {
            int credentials = offer.authorizations().size()
                    + offer.subprotocolTokens().size()
                    + offer.tickets().size();
            assertThat(credentials).isEqualTo(1);
            assertThat(offer.method()).isEqualTo("GET");
            assertThat(offer.origins())
                    .isIn(List.of(PAGE), offer.authorizations().isEmpty() ? List.of(PAGE) : List.of());
            assertThat(offer.protocols().isEmpty() || offer.protocols().stream().anyMatch(Subprotocols.KNOWN::contains))
                    .isTrue();
            assertHidden(new AdmittedRequest(request, admitted.caller()));
        }
    }

    /** Each time at an entrance of its own, where nobody else was before. */
    private static HandshakeVerdict decide(HandshakeOffer offer) {
        Entrance entrance = new Entrance(Settings.of(Map.of()), new Refusals(new SimpleMeterRegistry()));
        HandshakePolicy policy = new HandshakePolicy(
                ORIGINS,
                TOKENS,
                ticket -> TOKENS.verify(ticket.equals(TICKET) ? OneToken.TEXT : null),
                new AlwaysReady(),
                entrance);
        return policy.decide(offer, entrance.addresses().of("192.0.2.7", List.of()));
    }

    private static void assertHidden(HttpServletRequest seen) {
        assertThat(seen.getHeader("Authorization")).isNull();
        assertThat(Collections.list(seen.getHeaders("Sec-WebSocket-Protocol")))
                .allSatisfy(names -> assertThat(names.split("[, ]+")).noneMatch(BearerToken::isSubprotocol));
        assertThat(String.valueOf(seen.getQueryString())).doesNotContain(TICKET);
        assertThat(seen.getParameter("ticket")).isNull();
    }

    private static HttpServletRequest request(String text) {
        String[] lines = text.split("\r?\n", -1);
        String[] first = lines[0].split("\\?", 2);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        String query = first.length == 1 ? null : first[1];
        return (HttpServletRequest) Proxy.newProxyInstance(
                HandshakeFuzz.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> first[0];
                    case "getQueryString" -> query;
                    case "getHeaders" -> Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "getParameterMap" -> parameters(query);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Without the decoding that a container does: then a ticket in another spelling would be no ticket. */
    private static Map<String, String[]> parameters(String query) {
        Map<String, String[]> parameters = new TreeMap<>();
        Arrays.stream(query == null ? new String[0] : query.split("&"))
                .map(part -> part.split("=", 2))
                .forEach(part -> parameters.put(part[0], new String[] {part.length == 1 ? "" : part[1]}));
        return parameters;
    }

    private static final class AlwaysReady implements Readiness {
        @Override
        public List<String> obstacles() {
            return List.of();
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public boolean draining() {
            return false;
        }

        @Override
        public boolean overloaded() {
            return false;
        }
    }
}
