package org.tidings.testkit.peer;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to a peer, held by a conversation. Confined to one thread; fails where nothing comes for a while. */
final class PeerClient implements Closeable {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private final Conversation conversation;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Numbers of the deliveries so far. */
    private final List<Long> numbers = new ArrayList<>();

    private PeerClient(Conversation conversation, Socket socket) throws IOException {
        this.conversation = conversation;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** Returns when the conversation is ready. */
    static PeerClient open(RunningPeer peer, int node, String user, String channel) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.port(node));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        PeerClient client = new PeerClient(peer.dialect().open(node, user, channel), socket);
        client.send(client.conversation.upgrade());
        String status = client.line();
        while (!client.line().isEmpty()) {
            // Headers of the answer.
        }
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + status);
        }
        client.hand(Conversation.OPENED, new byte[0]);
        while (!client.conversation.ready()) {
            client.receive();
        }
        return client;
    }

    void publish(String channel, byte[] text) throws IOException {
        send(conversation.publish(channel, text));
    }

    /** The numbers of all deliveries up to the first of this number. */
    List<Long> numbersUntil(long last) throws IOException {
        while (!numbers.contains(last)) {
            receive();
        }
        return List.copyOf(numbers);
    }

    /** RFC 6455 §5.2, of a server: one whole message, unmasked. */
    private void receive() throws IOException {
        int opcode = in.readUnsignedByte() & 0xF;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        boolean marked = false;
        for (int i = 0; i + Marker.LENGTH <= payload.length; i++) {
            if (Marker.at(bytes, i)) {
                numbers.add(Marker.number(bytes, i));
                marked = true;
            }
        }
        if (!marked || !conversation.ready()) {
            hand(opcode, payload);
        }
    }

    private void hand(int opcode, byte[] payload) throws IOException {
        List<ByteBuffer> answers = new ArrayList<>();
        conversation.received(opcode, ByteBuffer.wrap(payload), answers::add);
        for (ByteBuffer answer : answers) {
            send(answer);
        }
        if (conversation.refusal() != null) {
            throw new IOException("refused: " + conversation.refusal());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private void send(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
