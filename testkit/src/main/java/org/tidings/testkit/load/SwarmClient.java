package org.tidings.testkit.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A client as the protocol page tells to write one, with the Java client's pauses: follows channels through any number of
 * connections, comes back by the verdict of how one ended, and resumes where it was. Unlike that one it hands on all that
 * comes, so that a checker sees what the server did. Confined to the swarm's thread.
 */
final class SwarmClient implements FrameCutter.Receiver {

    /** The Java client's defaults. */
    static final long BACKOFF_BASE_MILLIS = 250;

    static final long BACKOFF_CAP_MILLIS = 8_000;
    private static final long HELD_NANOS = 5_000_000_000L;

    /** From the beginning of an attempt to the greeting, and for the answer to a subscribe. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** Where it follows a channel. */
    private static final class Follow {

        private final String channel;
        private String epoch;
        private int shard;
        private long position;

        /** What the reply to subscribe names as the place where live begins. */
        private long boundary;

        /** How many missed events are still to come; −1 until the reply. */
        private long toCome = -1;

        Follow(String channel) {
            this.channel = channel;
        }
    }

    private final Swarm swarm;
    private final String name;
    private final int port;
    private final String token;
    private final SwarmListener listener;
    private final FrameCutter cutter = new FrameCutter();
    private final Map<String, Follow> follows = new LinkedHashMap<>();
    private final Map<String, Consumer<WireText>> pending = new HashMap<>();
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private long outBytes;
    private long lastId;
    private int receiveBuffer;
    private int sendBuffer;

    /** Null between connections. */
    private SocketChannel socket;

    /** Counts connections, so that timers of an earlier one do nothing. */
    private int generation;

    private boolean upgraded;
    private boolean greeted;
    private boolean caughtUp;
    private boolean reading = true;
    private boolean stopped;
    private long greetedNanos;
    private int failures;

    /** The server's farewell; null without. */
    private WireText bye;

    /** Everything of the answer to the upgrade so far. */
    private final StringBuilder head = new StringBuilder();

    SwarmClient(Swarm swarm, String name, int port, String token, SwarmListener listener) {
        this.swarm = swarm;
        this.name = name;
        this.port = port;
        this.token = token;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether it has everything of its channels up to these positions. */
    boolean hasReached(Map<String, Long> positions) {
        return caughtUp
                && follows.values().stream()
                        .allMatch(follow -> follow.position >= positions.getOrDefault(follow.channel, 0L));
    }

    /** From the next connection on: how much the system may receive for it that it has not read. */
    SwarmClient receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /** From the next connection on: how much the system may keep that the server has not received. */
    SwarmClient sendBuffer(int bytes) {
        sendBuffer = bytes;
        return this;
    }

    /** Follows a channel from its end, or from where it was; before it is told to connect. */
    SwarmClient follow(String channel) {
        follows.put(channel, new Follow(channel));
        return this;
    }

    /** As {@link #follow(String)}, from a position. */
    SwarmClient follow(String channel, String epoch, long seq) {
        Follow follow = new Follow(channel);
        follow.epoch = epoch;
        follow.position = seq;
        follows.put(channel, follow);
        return this;
    }

    /** Follows a further channel, of which it is told who comes and goes, on this connection alone. */
    void watch(String channel) {
        request("subscribe", ",\"channel\":\"" + channel + "\",\"payload\":{\"presence\":true}", reply -> {
            if (reply != null && !"reply".equals(reply.type)) {
                listener.complaint(this, reply.toString());
            }
        });
    }

    /** Whether to read what the server sends; nothing is lost by not reading for a while. */
    void reading(boolean read) {
        reading = read;
        interest();
    }

    void connect() {
        if (stopped) {
            return;
        }
        int attempt = ++generation;
        upgraded = false;
        greeted = false;
        caughtUp = false;
        bye = null;
        head.setLength(0);
        cutter.clear();
        out.clear();
        outBytes = 0;
        follows.values().forEach(follow -> follow.toCome = -1);
        try {
            socket = SocketChannel.open();
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                socket.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            if (sendBuffer > 0) {
                socket.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            }
            socket.register(swarm.selector(), SelectionKey.OP_CONNECT, this);
            if (socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                upgrade();
            }
        } catch (IOException e) {
            lost(0);
            return;
        }
        swarm.after(PATIENCE_NANOS, () -> {
            if (attempt == generation && !greeted && socket != null) {
                lost(0);
            }
        });
    }

    /** Says goodbye and never comes back. */
    void stop() {
        stopped = true;
        generation++;
        if (socket != null) {
            closeSocket();
        }
    }

    void ready(SelectionKey key) {
        if (key.channel() != socket) {
            // It was given up in this very turn.
            return;
        }
        try {
            if (key.isConnectable()) {
                socket.finishConnect();
                upgrade();
            }
            if (socket != null && key.isValid() && key.isReadable()) {
                read();
            }
            if (socket != null && key.isValid() && key.isWritable()) {
                flush();
            }
        } catch (IOException e) {
            lost(0);
        }
    }

    private void upgrade() throws IOException {
        byte[] nonce = new byte[16];
        swarm.random().nextBytes(nonce);
        String request = "GET /tidings/ws HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + Base64.getEncoder().encodeToString(nonce)
                + "\r\nSec-WebSocket-Protocol: tidings.v1.json\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        enqueue(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void read() throws IOException {
        // Level-triggered: what is left is read in the next turn, after others had theirs.
        ByteBuffer scratch = swarm.scratch().clear();
        int length = socket.read(scratch);
        scratch.flip();
        if (length < 0) {
            lost(0);
            return;
        }
        if (!upgraded) {
            readHead(scratch);
        }
        if (upgraded && socket != null) {
            cutter.accept(scratch, this);
        }
    }

    private void readHead(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !upgraded) {
            head.append((char) bytes.get());
            upgraded = head.length() > 3 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0;
        }
        if (upgraded && !head.toString().startsWith("HTTP/1.1 101")) {
            String answer = head.toString();
            if (answer.startsWith("HTTP/1.1 4") && !answer.startsWith("HTTP/1.1 429")) {
                listener.complaint(this, answer.lines().findFirst().orElse(""));
            }
            int named = answer.toLowerCase(Locale.ROOT).indexOf("\r\nretry-after: ");
            long seconds = named < 0
                    ? 0
                    : Long.parseLong(
                            answer.substring(named + 15).lines().findFirst().orElse("0"));
            lost(seconds * 1_000);
        }
    }

    @Override
    public void control(int opcode, byte[] payload) {
        if (opcode == FrameCutter.PING) {
            send(FrameCutter.PONG, payload);
        } else if (opcode == FrameCutter.CLOSE) {
            int code = payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
            send(FrameCutter.CLOSE, payload);
            ended(code);
        }
    }

    @Override
    public void text(String message) {
        long now = System.nanoTime();
        int start = 0;
        for (int end = message.indexOf('\n'); end >= 0 && socket != null; end = message.indexOf('\n', start)) {
            envelope(WireText.parse(message.substring(start, end)), now);
            start = end + 1;
        }
        if (socket != null) {
            envelope(WireText.parse(start == 0 ? message : message.substring(start)), now);
        }
    }

    private void envelope(WireText envelope, long now) {
        if (!"event".equals(envelope.type)) {
            Consumer<WireText> waiting = pending.remove(envelope.id);
            if (waiting == null) {
                listener.complaint(this, "an answer to nothing: " + envelope);
            } else {
                waiting.accept(envelope);
            }
            return;
        }
        switch (envelope.action) {
            case "message" -> message(envelope, now);
            case "hello" -> hello();
            case "position" -> position(envelope);
            case "gap" -> gap(envelope.channel, envelope.epoch, envelope.payload);
            case "join", "leave", "presence" -> listener.presence(this, envelope);
            case "bye" -> bye = envelope;
            case "unsubscribed" -> listener.complaint(this, envelope.toString());
            default -> {}
        }
    }

    private void message(WireText event, long now) {
        listener.message(this, event, now);
        Follow follow = follows.get(event.channel);
        if (follow == null) {
            listener.complaint(this, "an event of another channel: " + event);
            return;
        }
        follow.position = Math.max(follow.position, event.seq);
        if (follow.toCome > 0 && --follow.toCome == 0) {
            follow.position = Math.max(follow.position, follow.boundary);
            checkCaughtUp();
        }
    }

    private void hello() {
        greeted = true;
        greetedNanos = System.nanoTime();
        listener.greeted(this);
        follows.values().forEach(this::subscribe);
        checkCaughtUp();
    }

    private void subscribe(Follow follow) {
        String since = follow.epoch == null
                ? ""
                : ",\"payload\":{\"since\":{\"epoch\":\"" + follow.epoch + "\",\"seq\":" + follow.position + "}}";
        int connection = generation;
        request("subscribe", ",\"channel\":\"" + follow.channel + "\"" + since, reply -> subscribed(follow, reply));
        swarm.after(PATIENCE_NANOS, () -> {
            if (connection == generation && follow.toCome < 0 && socket != null && reading) {
                listener.complaint(this, "no answer to a subscribe within 10 s");
                lost(0);
            }
        });
    }

    private void subscribed(Follow follow, WireText reply) {
        if (reply == null) {
            // The connection ended first.
            return;
        }
        if (!"reply".equals(reply.type)) {
            listener.complaint(this, reply.toString());
            return;
        }
        follow.shard = reply.shard;
        follow.boundary = reply.seq;
        follow.toCome = WireText.number(reply.payload, "count", 0);
        if (follow.epoch == null) {
            follow.epoch = reply.epoch;
            follow.position = reply.seq;
            follow.toCome = 0;
            listener.subscribed(this, follow.channel, reply.epoch, reply.seq);
        } else if (reply.payload.contains("\"gap\"")) {
            gap(follow.channel, reply.epoch, reply.payload.substring(reply.payload.indexOf("\"gap\"")));
        }
        if (follow.toCome == 0) {
            follow.position = Math.max(follow.position, follow.boundary);
            checkCaughtUp();
        }
    }

    private void gap(String channel, String epoch, String payload) {
        Follow follow = follows.get(channel);
        long before = WireText.number(payload, "before", 0);
        if (!epoch.equals(follow.epoch)) {
            listener.complaint(this, "another epoch of " + channel + ": " + epoch);
        }
        follow.position = Math.max(follow.position, before - 1);
        listener.gap(
                this, channel, WireText.number(payload, "after", 0), before, WireText.number(payload, "count", -1));
    }

    private void position(WireText event) {
        long shard = WireText.number(event.payload, "shard", -1);
        long seq = WireText.number(event.payload, "seq", 0);
        for (Follow follow : follows.values()) {
            if (follow.shard == shard && follow.toCome == 0) {
                follow.position = Math.max(follow.position, seq);
                listener.positioned(this, follow.channel, seq);
            }
        }
    }

    private void checkCaughtUp() {
        if (!caughtUp && follows.values().stream().allMatch(follow -> follow.toCome == 0)) {
            caughtUp = true;
            listener.caughtUp(this);
        }
    }

    /**
     * Publishes, if there is a connection.
     *
     * @param answer gets the reply or the error; null where the connection ends first
     * @return whether it was sent
     */
    boolean publish(String channel, String messageId, String payload, Consumer<WireText> answer) {
        if (!greeted || socket == null) {
            return false;
        }
        request(
                "publish",
                ",\"channel\":\"" + channel + "\",\"messageId\":\"" + messageId + "\",\"payload\":" + payload,
                answer);
        return true;
    }

    /** Bytes that the socket has not taken yet. */
    long waitingBytes() {
        return outBytes;
    }

    private void request(String action, String members, Consumer<WireText> answer) {
        String id = Long.toString(++lastId);
        pending.put(id, answer);
        String text =
                "{\"v\":1,\"type\":\"request\",\"action\":\"" + action + "\",\"id\":\"" + id + "\"" + members + "}";
        send(FrameCutter.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int opcode, byte[] payload) {
        try {
            enqueue(FrameCutter.masked(opcode, payload, swarm.random().nextInt()));
        } catch (IOException e) {
            lost(0);
        }
    }

    private void enqueue(ByteBuffer bytes) throws IOException {
        if (socket == null) {
            return;
        }
        out.addLast(bytes);
        outBytes += bytes.remaining();
        if (out.size() == 1) {
            flush();
        }
    }

    private void flush() throws IOException {
        while (!out.isEmpty()) {
            outBytes -= socket.write(out.getFirst());
            if (out.getFirst().hasRemaining()) {
                break;
            }
            out.removeFirst();
        }
        interest();
    }

    private void interest() {
        SelectionKey key = socket == null ? null : socket.keyFor(swarm.selector());
        if (key != null && key.isValid() && !socket.isConnectionPending()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    private void ended(int code) {
        if (code >= 4000 && code < 4100) {
            listener.complaint(this, "told to stay away: " + code);
            stopped = true;
        }
        lost(0);
    }

    /** @param retryAfterMillis what the server named in its refusal; 0 without */
    private void lost(long retryAfterMillis) {
        boolean wasGreeted = greeted;
        long named = bye == null ? retryAfterMillis : WireText.number(bye.payload, "retryAfterMs", 0);
        boolean prompt = bye != null && WireText.number(bye.payload, "code", 0) / 100 == 42;
        closeSocket();
        greeted = false;
        caughtUp = false;
        Map<String, Consumer<WireText>> unanswered = new LinkedHashMap<>(pending);
        pending.clear();
        unanswered.values().forEach(waiting -> waiting.accept(null));
        if (wasGreeted) {
            failures = System.nanoTime() - greetedNanos > HELD_NANOS ? 0 : failures;
            listener.lost(this);
        }
        long ceiling = Math.min(BACKOFF_CAP_MILLIS, BACKOFF_BASE_MILLIS << Math.min(failures, 20));
        boolean atOnce = prompt && failures == 0;
        failures++;
        long pause = atOnce ? named : named + (long) (swarm.random().nextDouble() * (ceiling + 1));
        swarm.after(pause * 1_000_000, this::connect);
    }

    private void closeSocket() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException("a socket that cannot be closed", e);
            }
            socket = null;
        }
    }
}
