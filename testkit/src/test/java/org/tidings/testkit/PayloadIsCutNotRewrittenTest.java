package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadIsCutNotRewrittenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e5",
                "-0.0",
                "null",
                "true",
                "\"\"",
                "\"a \\\" , } b\\\\\"",
                "[1 , 2 ]",
                "[]",
                "{ \"payload\" : {\"a\":[\"}\",{}]} }",
                "\"\\u00e9 é 🎺\""
            })
    void keepsEveryCharacter(String payload) {
        assertThat(cut("{\"v\":1,\"payload\":" + payload + ",\"seq\":3}")).isEqualTo(payload);
        assertThat(cut("{\"x\":{\"payload\":0},\"payload\":" + payload + "}")).isEqualTo(payload);
        assertThat(cut("{ \"a\" : [1,\"payload\"] , \"payload\" : " + payload + " }"))
                .isEqualTo(payload);
    }

    @Test
    void findsNothingWhereTheMemberIsMissing() {
        assertThat(RawJson.member("{\"a\":{\"payload\":1}}", "payload")).isEmpty();
        assertThat(RawJson.member("{}", "payload")).isEmpty();
    }

    @Test
    void cutsEveryElementOfAnArray() {
        assertThat(RawJson.elements("[ {\"a\":1.0} ,2e1, \"x\"]")).containsExactly("{\"a\":1.0}", "2e1", "\"x\"");
    }

    private static String cut(String text) {
        return RawJson.member(text, "payload").orElseThrow();
    }
}
