package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.authorization.ChannelAuthorizer.Verdict;

/** What an authorizer means to forbid must not be allowed because it cannot be read. */
class PoisonedAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "allow",
                "null",
                "[]",
                "{}",
                "{\"verdict\":\"ALLOW\"}",
                "{\"verdict\":\"allow \"}",
                "{\"verdict\":true}",
                "{\"verdict\":[\"allow\"]}",
                "{\"verdict\":\"yes\"}",
                "{\"verdikt\":\"allow\"}",
                "{\"verdict\":\"allow\",\"reason\":7}",
                "{\"verdict\":\"allow\",\"keepSeconds\":\"60\"}",
                "{\"verdict\":\"allow\",\"keepSeconds\":-1}",
                "{\"verdict\":\"allow\",\"keepSeconds\":1.5}",
                "{\"verdict\":\"allow\",\"keepSeconds\":1e99}",
                "{\"verdict\":\"allow\",\"keepSeconds\":1e99999999999}",
                "{\"verdict\":\"allow\"",
                "{\"verdict\":\"allow\"}}",
                "{\"verdict\":\"veto\",\"verdict\":\"allow\"}",
            })
    void isNoAnswer(String text) {
        assertThat(Answer.parse(text)).isNull();
    }

    @Test
    void depthIsNoWayToEndTheThreadThatReads() {
        assertThat(Answer.parse("{\"verdict\":\"allow\",\"x\":" + "[".repeat(4_000)))
                .isNull();
    }

    @Test
    void boundsHoldForWhatIsGood() {
        Answer answer = Answer.parse("{\"verdict\":\"veto\",\"reason\":\"" + "x".repeat(1_000)
                + "\",\"keepSeconds\":999999999,\"more\":{}}");
        assertThat(answer.verdict()).isEqualTo(Verdict.VETO);
        assertThat(answer.reason()).hasSize(200);
        assertThat(answer.keep()).isEqualTo(Duration.ofHours(1));
    }
}
