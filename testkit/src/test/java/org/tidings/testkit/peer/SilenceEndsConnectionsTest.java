package org.tidings.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A heartbeat that is not answered ends the connection in the midst of a comparison; one that is taken for a reply spoils it. */
class SilenceEndsConnectionsTest {

    private static final int PORT = 1;

    private final List<String> sent = new ArrayList<>();

    @Test
    void socketIoPingsAreAnsweredBeforeAndBehindTheSubscription() {
        Conversation talk = new SocketIoTalk(PORT, "ann", "room");

        assertThat(answers(talk, "0{\"sid\":\"a\"}")).containsExactly("40{\"user\":\"ann\"}");
        assertThat(answers(talk, "2")).containsExactly("3");
        assertThat(answers(talk, "40{\"sid\":\"b\"}")).containsExactly("420[\"join\",\"room\"]");
        assertThat(talk.ready()).isFalse();
        assertThat(answers(talk, "430[]")).isEmpty();
        assertThat(talk.ready()).isTrue();
        assertThat(answers(talk, "2")).containsExactly("3");
        assertThat(talk.refusal()).isNull();
    }

    @Test
    void centrifugoPingsAreAnsweredWhateverComesWithThem() {
        Conversation talk = new CentrifugoTalk(PORT, null);

        assertThat(answers(talk, "{\"id\":1,\"connect\":{\"client\":\"a\"}}")).isEmpty();
        assertThat(talk.ready()).isTrue();
        assertThat(answers(talk, "{\"id\":3,\"publish\":{}}\n{}")).containsExactly("{}");
        assertThat(talk.refusal()).isNull();
        assertThat(answers(talk, "{\"id\":4,\"error\":{\"code\":103}}")).isEmpty();
        assertThat(talk.refusal()).contains("103");
    }

    @Test
    void severalMqttPacketsInOneMessageAreEachTaken() {
        Conversation talk = new MqttTalk(PORT, "ann", "room");
        byte[] accepted = {0x20, 2, 0, 0, (byte) 0x90, 3, 0, 1, 0};

        talk.received(ClientFrame.BINARY, ByteBuffer.wrap(accepted), frame -> {});

        assertThat(talk.ready()).isTrue();
        assertThat(talk.refusal()).isNull();
    }

    @Test
    void aCloseIsToldInThePeersWords() {
        Conversation talk = new RoomsTalk(PORT, "room");

        talk.received(ClientFrame.CLOSE, ByteBuffer.wrap(new byte[] {3, (byte) 0xF1, 'b', 'y', 'e'}), frame -> {});

        assertThat(talk.refusal()).isEqualTo("closed: 1009 bye");
    }

    private List<String> answers(Conversation talk, String message) {
        sent.clear();
        talk.received(
                ClientFrame.TEXT,
                ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)),
                frame -> sent.add(unmasked(frame)));
        return List.copyOf(sent);
    }

    /** Of a masked frame of less than 126 bytes, RFC 6455 §5.2. */
    private static String unmasked(ByteBuffer frame) {
        byte[] text = new byte[frame.get(1) & 0x7F];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (frame.get(6 + i) ^ frame.get(2 + (i & 3)));
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
