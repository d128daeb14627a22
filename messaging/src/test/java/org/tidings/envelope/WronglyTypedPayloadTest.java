package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON-B bends values until they fit: "5" and 4294967301 both became {@code last} 5. The client has to hear of it. */
class WronglyTypedPayloadTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"last\":\"5\"}                              | a number is not an integer of 64 bits",
                "{\"last\":1.5}                                | a number is not an integer of 64 bits",
                "{\"last\":1.0}                                | a number is not an integer of 64 bits",
                "{\"last\":1e2}                                | a number is not an integer of 64 bits",
                "{\"last\":1e400000000}                        | a number is not an integer of 64 bits",
                "{\"last\":true}                               | a number is not an integer of 64 bits",
                "{\"last\":{}}                                 | a number is not an integer of 64 bits",
                "{\"last\":[5]}                                | a number is not an integer of 64 bits",
                "{\"last\":4294967301}                         | a number is not an integer of 32 bits",
                "{\"last\":-1}                                 | last is negative",
                "{\"presence\":\"true\"}                       | a switch is neither true nor false",
                "{\"presence\":1}                              | a switch is neither true nor false",
                "{\"since\":5}                                 | the payload does not fit the action",
                "{\"since\":\"k3.5\"}                          | the payload does not fit the action",
                "{\"since\":[]}                                | the payload does not fit the action",
                "{\"since\":{}}                                | since.epoch is missing",
                "{\"since\":{\"seq\":4}}                       | since.epoch is missing",
                "{\"since\":{\"epoch\":\"k3\"}}                | since.seq is missing",
                "{\"since\":{\"epoch\":\"k3\",\"seq\":-4}}     | since.seq is negative",
                "{\"since\":{\"epoch\":\"k3\",\"seq\":\"4\"}}  | a number is not an integer of 64 bits",
                "{\"since\":{\"epoch\":\"k3\",\"seq\":9223372036854775808}} | a number is not an integer of 64 bits",
                "{\"since\":{\"epoch\":3,\"seq\":4}}           | a text is not a string",
                "{\"since\":{\"epoch\":{},\"seq\":4}}          | a text is not a string",
                "{\"since\":{\"epoch\":\"k3\",\"seq\":4},\"last\":4} | since and last exclude each other",
                "[]                                            | the payload does not fit the action",
                "5                                             | the payload does not fit the action",
                "\"last\"                                      | the payload does not fit the action",
                "true                                          | the payload does not fit the action",
                "null                                          | the payload is not an object"
            })
    void isRefusedWithAFixedText(String json, String reason) {
        assertThatExceptionOfType(BadPayload.class)
                .isThrownBy(() -> Payloads.read(json, SubscribeOptions.class))
                .withMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"limit\":-1}    | limit is negative",
                "{\"before\":-1}   | before is negative",
                "{\"limit\":\"9\"} | a number is not an integer of 64 bits"
            })
    void isRefusedInHistoryToo(String json, String reason) {
        assertThatExceptionOfType(BadPayload.class)
                .isThrownBy(() -> Payloads.read(json, HistoryQuery.class))
                .withMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | everyMs is missing",
                "{\"everyMs\":0} | everyMs is below 1",
                "{\"everyMs\":null} | everyMs is missing"
            })
    void isRefusedInHeartbeatToo(String json, String reason) {
        assertThatExceptionOfType(BadPayload.class)
                .isThrownBy(() -> Payloads.read(json, HeartbeatOptions.class))
                .withMessage(reason);
    }
}
