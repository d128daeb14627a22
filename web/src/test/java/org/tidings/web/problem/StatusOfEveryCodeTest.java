package org.tidings.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;

/** A client over HTTP decides by the status what one on a WebSocket decides by the code: both must say the same. */
class StatusOfEveryCodeTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| (.+?) \\|");
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    @ParameterizedTest
    @EnumSource
    void whetherItMayHelpToAskAgainIsTheSame(ErrorCode code) {
        int status = RequestProblem.status(code);
        boolean again = status == 429 || status == 503 || status == 504;
        // One that subscribes to too much may do so again when it has let go of something.
        assertThat(again).isEqualTo(code.temporary() || code == ErrorCode.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    void problemSaysWhatTheErrorSays(ErrorCode code) {
        Problem problem = RequestProblem.of(
                new ErrorPayload(code.wireName(), "because", code.temporary(), 1_500L, "d-1", "/total"));
        assertThat(problem.status()).isBetween(400, 504);
        assertThat(problem.detail()).isEqualTo("because");
        assertThat(problem.json())
                .contains(
                        "\"code\":\"" + code.wireName() + "\"",
                        "\"retryAfterMs\":1500",
                        "\"decision\":\"d-1\"",
                        "\"pointer\":\"/total\"");
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        Map<String, Integer> shown = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("../docs/http.md"))).results().forEach(row -> CODE.matcher(row.group(2))
                .results()
                .forEach(code -> shown.put(code.group(1), Integer.valueOf(row.group(1)))));
        assertThat(shown)
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        // Of subscriptions, which over HTTP are streams of their own.
                        .filter(code -> RequestProblem.status(code) != 409)
                        .collect(Collectors.toMap(ErrorCode::wireName, RequestProblem::status)));
    }
}
