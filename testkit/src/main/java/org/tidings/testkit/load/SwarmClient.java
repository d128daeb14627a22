package org.tidings.testkit.load;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A client as the protocol page tells to write one, with the Java client's pauses: follows channels through any number of
 * connections, comes back by the verdict of how one ended, and resumes where it was. Unlike that one it hands on all that
 * comes, so that a checker sees what the server did. Confined to the swarm's thread.
 */
final class SwarmClient implements SwarmSocket.Owner {

    /** From the beginning of an attempt to the greeting, and for the answer to a subscribe. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Swarm swarm;
    private final String name;
    private final int port;
    private final String token;
    private final SwarmListener listener;
    private final Subscriptions subscriptions;
    private final PendingRequests pending = new PendingRequests();
    private final Backoff backoff;
    private int receiveBuffer;
    private int sendBuffer;
    private boolean reading = true;
    private boolean stopped;

    /** Null between connections. */
    private SwarmSocket socket;

    private boolean greeted;
    private long greetedNanos;

    /** The server's farewell; null without. */
    private WireText bye;

    SwarmClient(Swarm swarm, String name, int port, String token, SwarmListener listener) {
        this.swarm = swarm;
        this.name = name;
        this.port = port;
        this.token = token;
        this.listener = listener;
        this.subscriptions = new Subscriptions(this, listener);
        this.backoff = new Backoff(swarm.random());
    }

    String name() {
        return name;
    }

    boolean isCaughtUp() {
        return subscriptions.areCaughtUp();
    }

    /** Whether it has everything of its channels up to these positions. */
    boolean hasReached(Map<String, Long> positions) {
        return subscriptions.haveReached(positions);
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
        subscriptions.add(new Subscription(channel));
        return this;
    }

    /** As {@link #follow(String)}, from a position. */
    SwarmClient follow(String channel, String epoch, long seq) {
        subscriptions.add(new Subscription(channel, epoch, seq));
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
        if (socket != null) {
            socket.reading(read);
        }
    }

    void connect() {
        if (stopped) {
            return;
        }
        SwarmSocket attempt = new SwarmSocket(swarm, this, port, token, reading);
        socket = attempt;
        greeted = false;
        bye = null;
        attempt.connect(receiveBuffer, sendBuffer);
        swarm.after(PATIENCE_NANOS, () -> {
            if (attempt == socket && !greeted) {
                lost(0);
            }
        });
    }

    /** Says goodbye and never comes back. */
    void stop() {
        stopped = true;
        closeSocket();
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
        return socket == null ? 0 : socket.waitingBytes();
    }

    private void request(String action, String members, Consumer<WireText> answer) {
        String envelope = pending.add(action, members, answer);
        if (socket != null) {
            socket.sendText(envelope);
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
            if (!pending.answer(envelope)) {
                listener.complaint(this, "an answer to nothing: " + envelope);
            }
            return;
        }
        switch (envelope.action) {
            case "message" -> subscriptions.message(envelope, now);
            case "hello" -> hello();
            case "position" -> subscriptions.position(envelope);
            case "gap" -> subscriptions.gap(envelope.channel, envelope.epoch, envelope.payload);
            case "join", "leave", "presence" -> listener.presence(this, envelope);
            case "bye" -> bye = envelope;
            case "unsubscribed" -> listener.complaint(this, envelope.toString());
            default -> {}
        }
    }

    private void hello() {
        greeted = true;
        greetedNanos = System.nanoTime();
        listener.greeted(this);
        subscriptions.all().forEach(this::subscribe);
        subscriptions.checkCaughtUp();
    }

    private void subscribe(Subscription subscription) {
        SwarmSocket connection = socket;
        request("subscribe", subscription.members(), reply -> subscriptions.answered(subscription, reply));
        swarm.after(PATIENCE_NANOS, () -> {
            if (connection == socket && socket != null && !subscription.isAnswered() && reading) {
                listener.complaint(this, "no answer to a subscribe within 10 s");
                lost(0);
            }
        });
    }

    @Override
    public void refused(String statusLine) {
        listener.complaint(this, statusLine);
    }

    @Override
    public void ended(int code, long retryAfterMillis) {
        if (code >= 4000 && code < 4100) {
            listener.complaint(this, "told to stay away: " + code);
            stopped = true;
        }
        lost(retryAfterMillis);
    }

    /** @param retryAfterMillis what the server named in its refusal; 0 without */
    private void lost(long retryAfterMillis) {
        boolean wasGreeted = greeted;
        long named = bye == null ? retryAfterMillis : WireText.number(bye.payload, "retryAfterMs", 0);
        boolean prompt = bye != null && WireText.number(bye.payload, "code", 0) / 100 == 42;
        closeSocket();
        greeted = false;
        subscriptions.interrupt();
        pending.abandon();
        if (wasGreeted) {
            backoff.ended(System.nanoTime() - greetedNanos);
            listener.lost(this);
        }
        swarm.after(backoff.nextMillis(named, prompt) * 1_000_000, this::connect);
    }

    private void closeSocket() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
