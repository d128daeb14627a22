package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The frames below are those of RFC 6455 §5.7, or differ from them in what a test is about. */
class EveryByteIsShownTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void readsTheAnswerOfTheRfcsOwnHandshake() {
        // RFC 6455 §1.3
        assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void readsATextMessageInFragmentsWithAPingBetweenThem() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.say("01 03 48 65 6c"); // text "Hel", more follows
            server.say("89 05 48 65 6c 6c 6f"); // ping "Hello"
            server.say("80 02 6c 6f"); // continuation "lo", the last
            assertThat(socket.receiveText(SOON)).isEqualTo("Hello");
            byte[] pong = server.hear(11);
            assertThat(pong[0]).isEqualTo((byte) 0x8A);
            assertThat(pong[1]).as("a client's frame is masked (§5.3)").isEqualTo((byte) 0x85);
        }
    }

    @Test
    void losesNothingWhenATimeoutCutsAFrame() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.say("81 05 48");
            assertThatThrownBy(() -> socket.receive(Duration.ofMillis(50))).isInstanceOf(SocketTimeoutException.class);
            server.say("65 6c 6c 6f");
            assertThat(socket.receive(SOON).text()).isEqualTo("Hello");
        }
    }

    @Test
    void readsLengthsOfSixteenAndSixtyFourBits() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.say("81 7e 0100" + "61".repeat(256));
            assertThat(socket.receiveText(SOON)).hasSize(256);
            server.say("81 7f 0000000000010000" + "61".repeat(65536));
            assertThat(socket.receiveText(SOON)).hasSize(65536);
        }
    }

    @Test
    void tellsCodeAndReasonOfAClose() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.say("88 0a 10 6a 64 72 61 69 6e 69 6e 67"); // 4202 "draining"
            assertThat(socket.awaitClose(SOON)).isEqualTo(new CloseStatus(4202, "draining"));
            assertThat(server.hear(2)).containsExactly(0x88, 0x8A);
            assertThatThrownBy(() -> socket.receive(SOON)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tellsAHangUpFromAClose() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.hangUp();
            assertThat(socket.awaitClose(SOON).code()).isEqualTo(1006);
        }
    }

    @Test
    void objectsToWhatTheRfcForbidsAServer() throws IOException {
        assertForbidden("81 85 37 fa 21 3d 7f 9f 4d 51 58", "mask");
        assertForbidden("c1 05 48 65 6c 6c 6f", "reserved bits");
        assertForbidden("83 00", "reserved opcode");
        assertForbidden("09 00", "fragmented");
        assertForbidden("88 01 03", "one byte");
    }

    private static void assertForbidden(String hex, String reason) throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            server.say(hex);
            assertThatThrownBy(() -> socket.receive(SOON))
                    .isInstanceOf(ProtocolViolation.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void sendsWhatItWasGivenInHex() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null);
                RawWebSocket socket = Handshake.to(server.uri()).open()) {
            socket.sendHex("81 85 37 fa 21 3d 7f 9f 4d 51 58"); // masked "Hello"
            assertThat(server.hear(11)).startsWith(0x81, 0x85, 0x37).endsWith(0x58);
        }
    }

    @Test
    void showsStatusHeadersAndBodyOfARefusal() throws IOException {
        String body = "{\"title\":\"Unauthorized\"}";
        String refusal = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n";
        try (ScriptedServer server =
                new ScriptedServer(refusal + "Content-Length: " + body.length() + "\r\n\r\n" + body)) {
            HttpAnswer answer = Handshake.to(server.uri()).refusal();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).contains("Bearer");
            assertThat(answer.body()).isEqualTo(body);
        }
        try (ScriptedServer server = new ScriptedServer(refusal
                + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tit\r\n13\r\n" + body.substring(5) + "\r\n0\r\n\r\n")) {
            assertThat(Handshake.to(server.uri()).refusal().body()).isEqualTo(body);
        }
    }
}
