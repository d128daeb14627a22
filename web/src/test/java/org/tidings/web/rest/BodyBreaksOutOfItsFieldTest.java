package org.tidings.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.envelope.Envelope;

/**
 * A publish is read from one text in which the body stands beside the headers' fields: what is more than one value would be the next
 * field.
 */
class BodyBreaksOutOfItsFieldTest {

    private final MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,\"channel\":\"orders:other\"",
                "1}",
                "1},{\"channel\":\"x\"",
                "",
                " ",
                "{\"a\":1,\"a\":1}",
                "\"\\ud800\"",
                "NaN",
                "\uFEFF1"
            })
    void whatIsNotOneValueIsRefused(String body) {
        assertThatThrownBy(() -> PublishFields.request("orders:1", headers, body))
                .isInstanceOf(BadCall.class);
    }

    @Test
    void channelAndHeadersStayWhatTheyAre() {
        String channel = "orders:\",\"priority\":9,\"x\":\"";
        headers.putSingle("tidings-message-id", "m\"1\\");
        headers.putSingle("TIDINGS-HEADER-Region", "\"},\"priority\":9");
        headers.putSingle("Tidings-Expires-At", "1789990000123");
        Envelope request = PublishFields.request(channel, headers, " {\"a\": 1.0}\r\n");
        assertThat(request.channel()).isEqualTo(channel);
        assertThat(request.messageId()).isEqualTo("m\"1\\");
        assertThat(request.headers()).containsExactly(Map.entry("region", "\"},\"priority\":9"));
        assertThat(request.priority()).isNull();
        assertThat(request.expiresAt()).isEqualTo(1_789_990_000_123L);
        assertThat(request.payload()).isEqualTo("{\"a\": 1.0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e3", "", " 1", "99999999999999999999"})
    void numbersAreDigits(String number) {
        headers.putSingle("Tidings-Expires-At", number);
        assertThatThrownBy(() -> PublishFields.request("orders:1", headers, "1"))
                .isInstanceOf(BadCall.class);
    }

    @Test
    void headerThatStandsThereTwiceIsRefused() {
        headers.addAll("Tidings-Message-Id", "m1", "m2");
        assertThatThrownBy(() -> PublishFields.request("orders:1", headers, "1"))
                .isInstanceOf(BadCall.class);
    }
}
