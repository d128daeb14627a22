package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;

/** A page of somebody else's makes the browser of an administrator call the API, or frames the console. */
@ExtendWith(NodesExtension.class)
class ForeignPagesGetNothingIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private NodePair pair;
    private String admin;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        admin = pair.tokens()
                .sign(pair.tokens()
                        .claims("admin")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
    }

    @Test
    void cookieIsNoCredentialAndNoneIsEverSet() throws Exception {
        for (String path : List.of("/api/connections", "/api/revocations")) {
            HttpResponse<String> withCookie = get(path, Map.of("Cookie", "token=" + admin + "; access_token=" + admin));
            assertThat(withCookie.statusCode()).isEqualTo(401);
            HttpResponse<String> withToken = get(path, Map.of("Authorization", "Bearer " + admin));
            assertThat(withToken.statusCode()).isEqualTo(200);
            assertThat(withToken.headers().map()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void noAnswerMayBeReadByAnotherOrigin() throws Exception {
        HttpRequest.Builder preflight = request(
                        "/api/explain",
                        Map.of(
                                "Origin",
                                "https://evil.example",
                                "Access-Control-Request-Method",
                                "POST",
                                "Access-Control-Request-Headers",
                                "authorization"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        List<HttpResponse<String>> answers = List.of(
                http.send(preflight.build(), HttpResponse.BodyHandlers.ofString()),
                get("/api/connections", Map.of("Origin", "https://evil.example", "Authorization", "Bearer " + admin)));
        for (HttpResponse<String> answer : answers) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @Test
    void answersOfTheApiMayRunAndKeepNothing() throws Exception {
        for (HttpResponse<String> answer : List.of(
                get("/api/connections", Map.of()),
                get("/api/connections", Map.of("Authorization", "Bearer " + admin)))) {
            assertThat(header(answer, "content-security-policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void consoleRunsItsOwnFilesAloneAndIsNotFramed() throws Exception {
        HttpResponse<String> page = get("/console/", Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*", "data:", "http:");
        assertThat(header(page, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    }

    private HttpResponse<String> get(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        return http.send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(pair.a().http(path)).timeout(Duration.ofSeconds(10));
        headers.forEach(request::header);
        return request;
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
