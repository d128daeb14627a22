package org.tidings.testkit.verify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.client.ConnectionState;
import org.tidings.client.Event;
import org.tidings.client.Failure;
import org.tidings.client.Gap;
import org.tidings.client.Position;
import org.tidings.client.Publication;
import org.tidings.client.Receipt;
import org.tidings.client.StateChange;
import org.tidings.client.SubscribeFrom;
import org.tidings.client.Subscription;
import org.tidings.client.SubscriptionListener;
import org.tidings.client.TidingsClient;
import org.tidings.client.TidingsException;
import org.tidings.client.TokenSupplier;

/** A party as applications are written: on the Java client, with nothing between it and its listeners. */
final class LibraryParty implements Party {

    /** Impatient, for each second of a run that passes in waiting proves nothing. */
    private static final Duration LIVENESS = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

    /** What a minute's outage may leave behind. */
    private static final int QUEUE = 20_000;

    private static final long QUEUE_BYTES = 64L << 20;

    /** The one refusal that does not say that the event is not stored. */
    private static final String TIMEOUT = "timeout";

    private final String name;
    private final String instance;
    private final List<String> channels;
    private final Witness witness;
    private final TidingsClient client;
    private final AtomicInteger joined = new AtomicInteger();

    LibraryParty(String name, String instance, URI uri, TokenSupplier token, List<String> channels, Witness witness) {
        this.name = name;
        this.instance = instance;
        this.channels = channels;
        this.witness = witness;
        this.client = TidingsClient.builder(uri)
                .token(token)
                .livenessInterval(LIVENESS)
                .connectTimeout(CONNECT)
                .backoff(BACKOFF, LONGEST_BACKOFF)
                .publishQueue(QUEUE, QUEUE_BYTES)
                .stateListener(this::onState)
                .build();
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
        for (String channel : channels) {
            Subscription subscription = client.subscribe(channel, SubscribeFrom.now(), new Listener(channel));
            subscription.ready().thenAccept(ready -> {
                Position start = ready.position().orElseThrow();
                witness.subscribed(name, channel, start.epoch(), start.seq());
                joined.incrementAndGet();
            });
        }
        client.connect();
    }

    @Override
    public boolean joined() {
        return joined.get() == channels.size();
    }

    @Override
    public void publish(String channel, String messageId) {
        witness.sent(name, channel, messageId);
        client.publish(Publication.of(channel, Payload.of(messageId)).withMessageId(messageId))
                .whenComplete((receipt, failure) -> answered(channel, messageId, receipt, failure));
    }

    private void answered(String channel, String messageId, Receipt receipt, Throwable failure) {
        if (failure == null) {
            witness.acknowledged(name, channel, messageId, receipt.epoch(), receipt.seq());
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        Failure why = cause instanceof TidingsException known ? known.failure() : null;
        String outcome = cause instanceof TidingsException known
                ? known.errorCode().orElse(known.failure().name().toLowerCase().replace('_', '-'))
                : cause.getClass().getSimpleName();
        boolean refused = why == Failure.REFUSED && !outcome.equals(TIMEOUT) || why == Failure.QUEUE_FULL;
        witness.failed(name, channel, messageId, outcome, !refused);
    }

    private void onState(StateChange change) {
        if (change.to() == ConnectionState.CLOSED && change.failure().isPresent()) {
            witness.turnedAway(name, "every channel", change.reason());
        }
    }

    @Override
    public boolean connected() {
        ConnectionState state = client.state();
        return state == ConnectionState.CONNECTED || state == ConnectionState.RECOVERING;
    }

    @Override
    public void close() {
        client.close();
    }

    /** One channel's events as an application gets them. */
    private final class Listener implements SubscriptionListener {

        private final String channel;

        Listener(String channel) {
            this.channel = channel;
        }

        @Override
        public void onEvent(Event event) {
            witness.saw(name, channel, event.seq(), event.prev(), event.messageId());
        }

        @Override
        public void onGap(Gap gap) {
            if (gap.reason().equals("epoch")) {
                witness.forgotten(name, channel, gap.epoch());
            } else if (!gap.reason().equals(Gap.UNANNOUNCED)) {
                // One that the library had to find out by itself is left to the judge to find.
                witness.gap(name, channel, gap.after(), gap.before(), gap.reason());
            }
        }

        @Override
        public void onEnded(String code) {
            witness.turnedAway(name, channel, code);
        }
    }
}
