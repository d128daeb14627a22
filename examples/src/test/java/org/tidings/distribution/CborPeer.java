package org.tidings.distribution;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;

/** A client as a stranger writes it from the page about the protocol, with a CBOR library that is not the server's. Confined to one thread. */
final class CborPeer implements AutoCloseable {

    static final int TYPE = 1;
    static final int ACTION = 2;
    static final int ID = 3;
    static final int CHANNEL = 4;
    static final int SEQ = 5;
    static final int EPOCH = 7;
    static final int HEADERS = 14;
    static final int PAYLOAD = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int JSON = 262;

    private final RawWebSocket socket;
    private final Deque<CBORObject> received = new ArrayDeque<>();
    private int lastId;

    private CborPeer(RawWebSocket socket) {
        this.socket = socket;
    }

    /** Connects and takes {@code hello}. */
    static CborPeer connect(Node node, String token) throws IOException {
        CborPeer peer = new CborPeer(Handshake.to(node.ws())
                .bearer(token)
                .subprotocols("tidings.v1.cbor")
                .open());
        peer.take("hello");
        return peer;
    }

    RawWebSocket socket() {
        return socket;
    }

    /** A request with the next id. */
    CBORObject request(String action) {
        return CBORObject.NewMap().Add(0, 1).Add(TYPE, 0).Add(ACTION, action).Add(ID, Integer.toString(++lastId));
    }

    static CBORObject json(String text) {
        return CBORObject.FromObjectAndTag(text.getBytes(StandardCharsets.UTF_8), JSON);
    }

    static String json(CBORObject envelope) {
        return new String(envelope.get(PAYLOAD).GetByteString(), StandardCharsets.UTF_8);
    }

    /** Sends it and waits for its answer; events in front of that are kept. */
    CBORObject ask(CBORObject request) throws IOException {
        send(request.EncodeToBytes());
        return answer(request.get(ID).AsString());
    }

    void send(byte[] frame) throws IOException {
        socket.send(new Frame(true, Opcode.BINARY, frame));
    }

    void sendHex(String hex) throws IOException {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    CBORObject answer(String id) throws IOException {
        return next(envelope ->
                envelope.ContainsKey(ID) && envelope.get(ID).AsString().equals(id));
    }

    /** The next event of that action. */
    CBORObject take(String action) throws IOException {
        return next(envelope -> envelope.get(TYPE).AsInt32() == 3
                && envelope.get(ACTION).AsString().equals(action));
    }

    private interface Wanted {
        boolean is(CBORObject envelope);
    }

    private CBORObject next(Wanted wanted) throws IOException {
        for (; ; ) {
            for (CBORObject envelope : received) {
                if (wanted.is(envelope)) {
                    received.remove(envelope);
                    return envelope;
                }
            }
            Frame frame = socket.receive(PATIENCE);
            if (frame.opcode() == Opcode.BINARY) {
                for (CBORObject envelope : CBORObject.DecodeSequenceFromBytes(frame.payload())) {
                    received.add(envelope);
                }
            } else if (frame.opcode() == Opcode.TEXT) {
                throw new AssertionError("no binary frame: " + frame);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
