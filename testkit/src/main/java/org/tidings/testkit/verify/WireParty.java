package org.tidings.testkit.verify;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * A party that speaks the protocol by itself, so that no mistake of the client library can hide one of the server's. On
 * each channel one publish is on its way at a time, and sent again under its messageId until it has its answer. Takes no
 * duplicate out, and asks for what it missed with the position of the last event alone.
 *
 * <p>Guarded by itself. A thread of its own connects, and sends again what is due.
 */
final class WireParty implements Party {

    private static final long TICK_NANOS = 5_000_000;
    private static final long RETRY_NANOS = 100_000_000;

    /** Within the server's window for repeated publishes, which is two minutes. */
    private static final long GIVE_UP_NANOS = 100_000_000_000L;

    private final String name;
    private final String instance;
    private final URI uri;
    private final Supplier<String> token;
    private final Witness witness;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean ended;

    /** Null while there is none. */
    private volatile WireClient client;

    WireParty(String name, String instance, URI uri, Supplier<String> token, List<String> channels, Witness witness) {
        this.name = name;
        this.instance = instance;
        this.uri = uri;
        this.token = token;
        this.witness = witness;
        channels.forEach(channel -> lanes.put(channel, new Lane(channel)));
        thread = new Thread(this::run, "wire-party-" + name);
        thread.setDaemon(true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public void join() {
        thread.start();
    }

    @Override
    public synchronized boolean joined() {
        return lanes.values().stream().allMatch(lane -> lane.epoch != null);
    }

    @Override
    public synchronized void publish(String channel, String messageId) {
        witness.sent(name, channel, messageId);
        Lane lane = lanes.get(channel);
        lane.waiting.add(new Outgoing(messageId, System.nanoTime()));
        lane.tick();
    }

    @Override
    public boolean connected() {
        WireClient now = client;
        return now != null && now.isOpen();
    }

    private void run() {
        while (!ended) {
            WireClient connection = connect();
            while (connection != null && connection.isOpen() && !ended) {
                synchronized (this) {
                    lanes.values().forEach(Lane::tick);
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
            if (connection != null) {
                connection.close();
            }
            client = null;
        }
    }

    private WireClient connect() {
        try {
            WireClient connection = WireClient.connect(uri, token.get(), this::onEvent);
            synchronized (this) {
                lanes.values().forEach(Lane::connectionIsNew);
                client = connection;
            }
            return connection;
        } catch (AssertionError | RuntimeException refused) {
            LockSupport.parkNanos(RETRY_NANOS);
            return null;
        }
    }

    private synchronized void onEvent(WireEnvelope event) {
        switch (event.action()) {
            case "message" -> lanes.get(event.channel()).saw(event);
            case "gap" -> lanes.get(event.channel()).missed(event);
            case "unsubscribed" ->
                witness.turnedAway(name, event.channel(), event.payload().getString("code"));
            default -> {
                // Positions and farewells: this party holds on to its own last event, and comes back anyway.
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        WireClient now = client;
        if (now != null) {
            now.close();
        }
    }

    private record Outgoing(String messageId, long sinceNanos) {}

    /** One channel. Guarded by the party. */
    private final class Lane {

        private final String channel;
        private final Deque<Outgoing> waiting = new ArrayDeque<>();

        /** Null before the first subscription. */
        private String epoch;

        private long lastSeq;
        private boolean subscribing;
        private boolean subscribed;
        private boolean publishing;
        private long subscribeDue = System.nanoTime();
        private long publishDue = subscribeDue;

        Lane(String channel) {
            this.channel = channel;
        }

        void connectionIsNew() {
            subscribing = false;
            subscribed = false;
            publishing = false;
        }

        void tick() {
            WireClient connection = client;
            if (connection == null) {
                return;
            }
            long now = System.nanoTime();
            if (!subscribed && !subscribing && now - subscribeDue >= 0) {
                subscribe(connection);
            }
            if (!publishing && !waiting.isEmpty() && now - publishDue >= 0) {
                publish(connection, waiting.peek(), now);
            }
        }

        /** The party's monitor is held until the handler stands: no event can be taken before its subscription. */
        private void subscribe(WireClient connection) {
            subscribing = true;
            String since = epoch == null ? "{}" : "{\"since\":{\"epoch\":\"" + epoch + "\",\"seq\":" + lastSeq + "}}";
            connection
                    .request("subscribe")
                    .channel(channel)
                    .payload(since)
                    .send()
                    .whenComplete((answer, failure) -> whileCurrent(connection, () -> onSubscribed(answer, failure)));
        }

        private void onSubscribed(WireEnvelope answer, Throwable failure) {
            subscribing = false;
            if (failure != null) {
                return;
            }
            if (answer.type().equals("error")) {
                subscribeDue = System.nanoTime() + RETRY_NANOS;
                return;
            }
            subscribed = true;
            JsonObject payload = answer.has("payload") ? answer.payload() : null;
            if (epoch == null) {
                epoch = answer.epoch();
                lastSeq = answer.seq();
                witness.subscribed(name, channel, epoch, lastSeq);
            } else if (payload != null && payload.containsKey("gap")) {
                missed(payload.getJsonObject("gap"), answer.epoch());
            }
        }

        private void publish(WireClient connection, Outgoing next, long now) {
            if (now - next.sinceNanos > GIVE_UP_NANOS) {
                waiting.remove();
                witness.failed(name, channel, next.messageId, "outcome-unknown", true);
                return;
            }
            publishing = true;
            connection
                    .request("publish")
                    .channel(channel)
                    .messageId(next.messageId)
                    .payload(Payload.of(next.messageId))
                    .send()
                    .whenComplete(
                            (answer, failure) -> whileCurrent(connection, () -> onPublished(next, answer, failure)));
        }

        private void onPublished(Outgoing publish, WireEnvelope answer, Throwable failure) {
            publishing = false;
            if (failure != null) {
                return;
            }
            if (answer.type().equals("reply")) {
                waiting.remove();
                witness.acknowledged(name, channel, publish.messageId, answer.epoch(), answer.seq());
                tick();
            } else if (answer.payload().getBoolean("temporary")) {
                long pause = answer.payload().getInt("retryAfterMs", 0) * 1_000_000L;
                publishDue = System.nanoTime() + Math.max(pause, RETRY_NANOS);
            } else {
                waiting.remove();
                witness.failed(name, channel, publish.messageId, answer.errorCode(), false);
            }
        }

        void saw(WireEnvelope event) {
            lastSeq = event.seq();
            witness.saw(name, channel, event.seq(), event.prev(), event.messageId());
        }

        void missed(WireEnvelope event) {
            missed(event.payload(), event.has("epoch") ? event.epoch() : epoch);
        }

        private void missed(JsonObject gap, String fromHereOn) {
            String reason = gap.getString("reason");
            long before = gap.getJsonNumber("before").longValue();
            if (reason.equals("epoch")) {
                epoch = fromHereOn;
                lastSeq = before - 1;
                witness.forgotten(name, channel, epoch);
                return;
            }
            witness.gap(name, channel, gap.getJsonNumber("after").longValue(), before, reason);
            lastSeq = Math.max(lastSeq, before - 1);
        }

        /** What an earlier connection's answers say is no longer of interest: what was asked is asked again. */
        private void whileCurrent(WireClient connection, Runnable handler) {
            synchronized (WireParty.this) {
                if (client == connection) {
                    handler.run();
                }
            }
        }
    }
}
