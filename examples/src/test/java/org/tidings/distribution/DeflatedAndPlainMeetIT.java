package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;

/** Compression concerns a connection alone: what is said over one that deflates is what is said over one that does not. */
@ExtendWith(NodesExtension.class)
class DeflatedAndPlainMeetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LONG = "{\"words\":\"" + "again and ".repeat(200) + "\u00e9\"}";

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    private Handshake offering(URI ws) {
        return Handshake.to(ws)
                .bearer(pair.tokens().of("alice"))
                .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    }

    @Test
    void isAgreedOnWhereItIsSwitchedOnAlone() throws IOException {
        try (RawWebSocket onA = offering(pair.a().ws()).open();
                RawWebSocket onB = offering(pair.b().ws()).open();
                RawWebSocket unasked = Handshake.to(pair.a().ws())
                        .bearer(pair.tokens().of("alice"))
                        .open()) {
            assertThat(onA.handshake().header("Sec-WebSocket-Extensions"))
                    .contains("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
            assertThat(onB.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
            assertThat(unasked.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    @Test
    void everyoneGetsTheSame() throws IOException {
        try (RawWebSocket socket = offering(pair.a().ws()).open();
                WireClient onB = pair.b().connect(pair.tokens().of("bob"));
                WireClient onA = pair.a().connect(pair.tokens().of("bob"))) {
            WireClient deflating = WireClient.over(socket, null);
            deflating.subscribe(channel);
            onA.subscribe(channel);
            onB.subscribe(channel);
            String request =
                    deflating.request("publish").channel(channel).payload(LONG).text();
            byte[] deflated = deflated(request);

            // Whole; in fragments with a ping between; not at all.
            socket.sendBytes(marked(new Frame(true, Opcode.TEXT, deflated)));
            socket.sendBytes(marked(new Frame(false, Opcode.TEXT, Arrays.copyOf(deflated, 7))));
            socket.send(new Frame(true, Opcode.PING, new byte[0]));
            socket.send(new Frame(true, Opcode.CONTINUATION, Arrays.copyOfRange(deflated, 7, deflated.length)));
            deflating.publish(channel, LONG);
            int before = socket.inflated();
            deflating.publish(channel, "1");

            for (WireClient each : new WireClient[] {deflating, onA, onB}) {
                assertThat(each.events().takeMessages(4))
                        .extracting(event -> event.payloadText())
                        .containsExactly(LONG, LONG, LONG, "1");
            }
            assertThat(before).as("frames that came deflated").isPositive();
        }
    }

    @Test
    void theSmallGoesAsItIs() throws IOException {
        try (RawWebSocket socket = offering(pair.a().ws()).open()) {
            WireClient client = WireClient.over(socket, null);
            int greeting = socket.inflated();
            client.request("ping").reply();
            assertThat(greeting).isEqualTo(1);
            assertThat(socket.inflated()).isEqualTo(1);
        }
    }

    /** 16 KB that would become 16 MB; what is none; a mark where there must be none (RFC 7692 §6). */
    @Test
    void whatCannotBeInflatedEndsTheConnection() throws IOException {
        assertThat(closedAfter(marked(new Frame(true, Opcode.TEXT, deflated(" ".repeat(16 << 20))))))
                .isEqualTo(1009);
        assertThat(closedAfter(marked(new Frame(true, Opcode.TEXT, "Hello".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo(1007);
        assertThat(closedAfter(marked(new Frame(true, Opcode.PING, new byte[0]))))
                .isEqualTo(1002);
        byte[] notUtf8 = deflated(new byte[] {'"', (byte) 0xFF, '"'});
        assertThat(closedAfter(marked(new Frame(true, Opcode.TEXT, notUtf8)))).isEqualTo(1007);
    }

    private int closedAfter(byte[] bytes) throws IOException {
        try (RawWebSocket socket = offering(pair.a().ws()).open()) {
            socket.sendBytes(bytes);
            while (socket.closeStatus().isEmpty()) {
                socket.receive(PATIENCE);
            }
            return socket.closeStatus().orElseThrow().code();
        } catch (EOFException ended) {
            throw new AssertionError("ended without a close frame", ended);
        }
    }

    /** With the first reserved bit set. */
    private static byte[] marked(Frame frame) {
        byte[] bytes = frame.masked();
        bytes[0] |= 0x40;
        return bytes;
    }

    private static byte[] deflated(String text) {
        return deflated(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        int count;
        do {
            count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            deflated.write(chunk, 0, count);
        } while (count == chunk.length);
        deflater.end();
        return Arrays.copyOf(deflated.toByteArray(), deflated.size() - 4);
    }
}
