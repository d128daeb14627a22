package org.tidings.web.admission;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.TokenRejected;

/** What the container can see of a token it may echo, log, or hand to an endpoint. */
class TokenHiddenFromContainerTest {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private AdmittedRequest request;

    @BeforeEach
    void admit() throws TokenRejected {
        headers.put("Host", List.of("localhost"));
        headers.put("Authorization", List.of("Bearer " + OneToken.TEXT));
        headers.put(
                "Sec-WebSocket-Protocol", List.of("tidings.v1.json,bearer." + OneToken.TEXT, "bearer.x , tidings.v2"));
        Caller caller = OneToken.verifier().verify(OneToken.TEXT);
        request = new AdmittedRequest(original(), caller);
    }

    @Test
    void onlyTheSubprotocolsAreLeftInTheList() {
        assertThat(request.getHeader("sec-websocket-protocol")).isEqualTo("tidings.v1.json, tidings.v2");
        assertThat(Collections.list(request.getHeaders("Sec-WebSocket-Protocol")))
                .hasSize(1);
    }

    @Test
    void aListThatHeldATokenAloneIsGone() {
        headers.put("Sec-WebSocket-Protocol", List.of("bearer." + OneToken.TEXT));

        assertThat(request.getHeader("Sec-WebSocket-Protocol")).isNull();
        assertThat(Collections.list(request.getHeaderNames())).containsExactly("Host");
    }

    @Test
    void theAuthorizationHeaderIsGone() {
        assertThat(request.getHeader("authorization")).isNull();
        assertThat(Collections.list(request.getHeaderNames()))
                .containsExactlyInAnyOrder("Host", "Sec-WebSocket-Protocol");
    }

    @Test
    void theCallerIsThePrincipal() {
        assertThat(request.getUserPrincipal()).isInstanceOf(Caller.class);
        assertThat(request.getRemoteUser()).isEqualTo("alice");
        assertThat(request.isUserInRole("tidings-admin")).isFalse();
    }

    @Test
    void otherHeadersAreUntouched() {
        assertThat(request.getHeader("host")).isEqualTo("localhost");
        assertThat(request.getHeader("missing")).isNull();
    }

    private HttpServletRequest original() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
