package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.distribution.CborPeer.json;

import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** The two subprotocols say the same, and each speaks in one kind of frames. */
@ExtendWith(NodesExtension.class)
class CborAndJsonMeetIT {

    private static final String PAYLOAD = "{\"total\": 12.50, \"name\":\"\u00e9\\u00e9\uD83D\uDE00\"}";

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    private CborPeer cbor() throws IOException {
        return CborPeer.connect(pair.a(), pair.tokens().of("alice"));
    }

    @Test
    void whatOnePublishesTheOtherReadsByteForByte() throws IOException {
        try (CborPeer onA = cbor();
                WireClient onB = pair.b().connect(pair.tokens().of("bob"))) {
            onA.ask(onA.request("subscribe").Add(CborPeer.CHANNEL, channel));
            onB.subscribe(channel);

            CBORObject accepted = onA.ask(onA.request("publish")
                    .Add(CborPeer.CHANNEL, channel)
                    .Add(9, "m-1")
                    .Add(CborPeer.HEADERS, CBORObject.NewMap().Add("region", "e\u00fc"))
                    .Add(CborPeer.PAYLOAD, json(PAYLOAD)));
            assertThat(accepted.get(CborPeer.TYPE).AsInt32()).isEqualTo(1);
            WireEnvelope inJson = onB.events().take("message");
            CBORObject inCbor = onA.take("message");
            assertThat(inJson.payloadText()).isEqualTo(PAYLOAD).isEqualTo(json(inCbor));
            assertThat(inJson.seq())
                    .isEqualTo(accepted.get(CborPeer.SEQ).AsInt64Value())
                    .isEqualTo(inCbor.get(CborPeer.SEQ).AsInt64Value());
            assertThat(inJson.json().getJsonObject("headers").getString("region"))
                    .isEqualTo("e\u00fc")
                    .isEqualTo(inCbor.get(CborPeer.HEADERS).get("region").AsString());

            WireEnvelope second = onB.publish(channel, PAYLOAD);
            CBORObject read = onA.take("message");
            assertThat(read.get(CborPeer.SEQ).AsInt64Value()).isEqualTo(second.seq());
            assertThat(read.get(10).AsString()).isEqualTo("bob");
            assertThat(json(read)).isEqualTo(PAYLOAD);
        }
    }

    /** With the position from the one to the other, and on another instance. */
    @Test
    void resumeEachOther() throws IOException {
        try (WireClient onB = pair.b().connect(pair.tokens().of("bob"));
                CborPeer onA = cbor()) {
            WireEnvelope first = onB.publish(channel, "1");
            onB.publish(channel, "2");
            onB.publish(channel, "3");
            CBORObject reply = onA.ask(onA.request("subscribe")
                    .Add(CborPeer.CHANNEL, channel)
                    .Add(
                            CborPeer.PAYLOAD,
                            json("{\"since\":{\"epoch\":\"" + first.epoch() + "\",\"seq\":" + first.seq() + "}}")));
            assertThat(reply.get(CborPeer.EPOCH).AsString()).isEqualTo(first.epoch());
            assertThat(json(reply)).contains("\"recovered\":true").contains("\"count\":2");
            assertThat(json(onA.take("message"))).isEqualTo("2");
            assertThat(json(onA.take("message"))).isEqualTo("3");
        }
    }

    @Test
    void severalRequestsInOneFrameAreAnsweredInTheirOrder() throws IOException {
        try (CborPeer peer = cbor()) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                frame.writeBytes(peer.request("ping").EncodeToBytes());
            }
            peer.send(frame.toByteArray());
            assertThat(json(peer.answer("3"))).contains("now");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a400020100026470696e67036131", // v: 2
                "a3000101000361 31", // no action
                "a5000100010100026470696e67036131", // v twice
                "a500010100026470696e670361310f4131", // a payload without its tag
                "a500010100026470696e670361310fd90106437b7d7b", // something behind it
                "a500010100026470696e670361310fd901064d7b2261223a312c2261223a327d", // a name twice
                "a4000101030264 70696e67036131", // an event
            })
    void answersBadEnvelopeAndLivesOn(String hex) throws IOException {
        try (CborPeer peer = cbor()) {
            peer.sendHex(hex);
            CBORObject answer = peer.answer("1");
            assertThat(answer.get(CborPeer.TYPE).AsInt32()).isEqualTo(2);
            assertThat(json(answer)).contains("\"bad-envelope\"");
            peer.request("ping");
            assertThat(peer.ask(peer.request("ping")).get(CborPeer.TYPE).AsInt32())
                    .isEqualTo(1);
        }
    }

    @Test
    void errorsAreToldInCborToo() throws IOException {
        try (CborPeer peer = cbor()) {
            CBORObject answer = peer.ask(
                    peer.request("publish").Add(CborPeer.CHANNEL, "no channel").Add(15, json("1")));
            assertThat(json(answer)).contains("\"bad-channel\"");
            assertThat(json(peer.ask(peer.request("dance")))).contains("\"unknown-action\"");
        }
    }

    @Test
    void closesWith4008AfterTenBadEnvelopesInAMinute() throws IOException {
        try (CborPeer peer = cbor()) {
            peer.sendHex("00".repeat(60_000));
            assertThat(json(peer.take("bye"))).contains("4008");
            assertThat(closed(peer.socket())).isEqualTo(4008);
        }
    }

    @Test
    void closesWith1009WhenAFrameExceedsTheLimit() throws IOException {
        try (CborPeer peer = cbor()) {
            peer.send(new byte[65_537]);
            assertThat(closed(peer.socket())).isEqualTo(1009);
        }
    }

    @Test
    void closesWith1003WhereTheFrameIsOfTheOtherKind() throws IOException {
        try (CborPeer peer = cbor()) {
            peer.socket().sendText("{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}");
            assertThat(closed(peer.socket())).isEqualTo(1003);
        }
        try (RawWebSocket socket = offering("tidings.v1.json")) {
            socket.send(new Frame(true, Opcode.BINARY, new byte[] {(byte) 0xA0}));
            assertThat(closed(socket)).isEqualTo(1003);
        }
    }

    @Test
    void theFirstOfferedIsSpoken() throws IOException {
        try (RawWebSocket socket = offering("tidings.v9", "tidings.v1.cbor", "tidings.v1.json")) {
            assertThat(socket.subprotocol()).contains("tidings.v1.cbor");
            assertThat(socket.receive(Duration.ofSeconds(20)).opcode()).isEqualTo(Opcode.BINARY);
        }
        try (RawWebSocket socket = offering("tidings.v1.json", "tidings.v1.cbor")) {
            assertThat(socket.subprotocol()).contains("tidings.v1.json");
            assertThat(socket.receive(Duration.ofSeconds(20)).opcode()).isEqualTo(Opcode.TEXT);
        }
    }

    private RawWebSocket offering(String... subprotocols) throws IOException {
        return Handshake.to(pair.a().ws())
                .bearer(pair.tokens().of("alice"))
                .subprotocols(subprotocols)
                .open();
    }

    private static int closed(RawWebSocket socket) throws IOException {
        try {
            while (socket.closeStatus().isEmpty()) {
                socket.receive(Duration.ofSeconds(20));
            }
        } catch (EOFException ended) {
            // The status says how.
        }
        return socket.closeStatus().orElseThrow().code();
    }
}
