package org.tidings.client;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.HistoryQuery;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Pong;
import org.tidings.envelope.Since;

/**
 * A connection to Tidings that outlives every single connection: it comes back after each interruption, resumes every
 * subscription where it was, passes each event on once and in order or says what is missing, and brings each publish to
 * one result.
 *
 * <p>Safe for any thread; no method blocks but {@link #publishWhenRoom} and {@link #close}. Listeners are called one
 * after another on the events lane, futures complete one after another on a second lane, both over the executor given to
 * the builder or over the client's own threads; so a listener may wait for a future, and code behind a future may not
 * wait for another one.
 */
public final class TidingsClient implements AutoCloseable {

    private static final long CLOSE_PATIENCE_MILLIS = 5_000;
    private static final long MAX_TICK_MILLIS = 1_000;
    private static final int MAX_ID_LENGTH = 64;

    private final ClientOptions options;
    private final ClientThread thread;
    private final ExecutorService workers;
    private final Lanes lanes;
    private final Transport transport;
    private final QueueRoom room;
    private final StateAnnouncer states;
    private final Conversation conversation;
    private final ConnectionCycle cycle;

    private final SubscriptionBook subscriptions;

    /** Begins every messageId that this client chooses. */
    private final String messageIdPrefix = UUID.randomUUID().toString().replace("-", "") + "-";

    private final AtomicLong publishes = new AtomicLong();

    TidingsClient(ClientOptions options) {
        this.options = options;
        ClientThreads threads = new ClientThreads();
        thread = new ClientThread(threads.main());
        workers = threads.workers();
        Executor callbacks = options.callbacks() == null ? workers : options.callbacks();
        lanes = new Lanes(new SerialLane(callbacks), new SerialLane(callbacks));
        room = new QueueRoom(options.queueCapacity(), options.queueBytes());
        states = new StateAnnouncer(options.stateListener(), lanes.events());
        transport = new TyrusTransport(options, threads.readers(), workers);

        LongSupplier clock = () -> System.nanoTime() / 1_000_000;
        LongUnaryOperator random = bound -> ThreadLocalRandom.current().nextLong(bound);
        InboundGate gate = new InboundGate(options.inboundBytes());
        Requests requests = new Requests(options.requestTimeout().toMillis(), clock);
        subscriptions = new SubscriptionBook(requests, thread, lanes, System::currentTimeMillis, this::noAnswer);
        PublishQueue queue = new PublishQueue(options, clock, random, this::finished);
        TokenRenewal renewal = new TokenRenewal(options.token(), workers, thread, requests);
        conversation = new Conversation(thread, clock, gate, requests, queue, subscriptions, renewal);
        long livenessMillis = options.livenessInterval().toMillis();
        Backoff backoff = new Backoff(
                options.backoffBase().toMillis(), options.backoffCap().toMillis(), random);
        cycle = new ConnectionCycle(
                options,
                thread,
                workers,
                transport,
                clock,
                listener -> new Link(thread, gate, lanes, listener),
                new ReconnectPolicy(backoff),
                states,
                new Watchdog(livenessMillis, clock, gate),
                conversation);
        long shortest = Math.min(livenessMillis, options.requestTimeout().toMillis());
        thread.repeat(Math.max(1, Math.min(MAX_TICK_MILLIS, shortest / 4)), () -> {
            cycle.tick();
            conversation.tick();
        });
    }

    /** @param uri of the server's WebSocket, as in {@code ws://127.0.0.1:8080/tidings/ws} */
    public static TidingsClientBuilder builder(URI uri) {
        return new TidingsClientBuilder(uri);
    }

    /** Begins to connect, and to connect again whenever the connection is lost. Once is enough. */
    public void connect() {
        thread.execute(cycle::connect);
    }

    public ConnectionState state() {
        return states.current();
    }

    /**
     * Follows a channel. What comes before a connection is there is remembered.
     *
     * @throws IllegalStateException if this client follows the channel already
     */
    public Subscription subscribe(String channel, SubscribeFrom from, SubscriptionListener listener) {
        return follow(channel, null, from, listener);
    }

    /**
     * Follows those of a channel's events that meet a condition on their headers. The others are not missing: they make no gap.
     *
     * @param filter in the language of JMS selectors, as in {@code region = 'eu' AND price > 10}; the server refuses one that
     *     it cannot read, with {@code bad-payload}
     * @throws IllegalStateException if this client follows the channel already, with whatever filter
     */
    public Subscription subscribe(String channel, String filter, SubscribeFrom from, SubscriptionListener listener) {
        return follow(channel, Objects.requireNonNull(filter, "filter"), from, listener);
    }

    private Subscription follow(String channel, String filter, SubscribeFrom from, SubscriptionListener listener) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(listener, "listener");
        ChannelSubscription subscription = new ChannelSubscription(channel, filter, from, listener, this::unsubscribe);
        if (!subscriptions.claim(channel)) {
            throw new IllegalStateException("already subscribed to " + channel);
        }
        if (!thread.execute(() -> subscriptions.add(subscription))) {
            subscription.ready().completeExceptionally(closed());
        }
        return subscription;
    }

    private CompletableFuture<Void> unsubscribe(ChannelSubscription subscription) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean open = thread.execute(() -> {
            subscriptions.remove(subscription, done);
            cycle.checkLive();
        });
        if (!open) {
            done.complete(null);
        }
        return done;
    }

    /** Publishes JSON text; see {@link #publish(Publication)}. */
    public CompletableFuture<Receipt> publish(String channel, String json) {
        return publish(Publication.of(channel, json));
    }

    /**
     * Publishes a message: at once, or as soon as there is a connection. The messages of a channel are stored in the
     * order of these calls. The future completes when the server has the message for good, or fails with a {@link
     * TidingsException}: with {@link Failure#QUEUE_FULL} at once if too many are unfinished.
     *
     * @throws IllegalArgumentException if the payload is no JSON text, or the message has no form that can be sent
     */
    public CompletableFuture<Receipt> publish(Publication publication) {
        PendingPublish publish = pending(publication);
        if (!room.tryEnter(publish.envelope.bytes())) {
            return CompletableFuture.failedFuture(
                    new TidingsException(Failure.QUEUE_FULL, "too many unfinished publishes"));
        }
        return queued(publish);
    }

    /**
     * As {@link #publish(Publication)}, but waits until the queue has room. Not to be called in a callback.
     *
     * @throws InterruptedException if the thread was interrupted; nothing has been published then
     */
    public CompletableFuture<Receipt> publishWhenRoom(Publication publication) throws InterruptedException {
        PendingPublish publish = pending(publication);
        room.enter(publish.envelope.bytes());
        return queued(publish);
    }

    /** Reads retained events, without subscribing. */
    public CompletableFuture<HistoryPage> history(String channel, HistoryRange range) {
        Since since = range.since() == null
                ? null
                : new Since(range.since().epoch(), range.since().seq());
        HistoryQuery query = new HistoryQuery(since, range.before(), range.limit());
        return request(new RepeatableRequest<>(
                Envelope.request(Action.HISTORY).channel(channel).payload(query),
                reply -> HistoryReader.read(channel, reply),
                lanes));
    }

    /** Asks the server for its clock: a round trip through the connection. */
    public CompletableFuture<Instant> ping() {
        return request(new RepeatableRequest<>(
                Envelope.request(Action.PING),
                reply -> {
                    Long now = Payloads.read(reply.payload(), Pong.class).now();
                    return now == null ? Instant.now() : Instant.ofEpochMilli(now);
                },
                lanes));
    }

    /**
     * Ends everything: connection, callbacks, threads. Publishes and requests without a result fail. Waits a moment for
     * the end, unless it is called in a callback. Closing twice does nothing.
     */
    @Override
    public void close() {
        room.close();
        thread.execute(() -> {
            cycle.close();
            // What the workers have been given by then they still do.
            thread.end(workers::shutdown);
        });
        if (thread.isCurrent() || lanes.isCurrent()) {
            return;
        }
        try {
            thread.awaitEnd(CLOSE_PATIENCE_MILLIS);
            workers.awaitTermination(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        transport.close();
    }

    private PendingPublish pending(Publication publication) {
        if (!Payloads.isPayload(publication.payload())) {
            // It would break the frame, or forge fields of the envelope.
            throw new IllegalArgumentException("the payload is not one JSON value");
        }
        long ordinal = publishes.incrementAndGet();
        String id = "p" + ordinal;
        String messageId = publication.messageId() == null ? messageIdPrefix + ordinal : publication.messageId();
        if (messageId.isEmpty() || messageId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("a messageId has 1 to 64 characters");
        }
        Envelope envelope = Envelope.request(Action.PUBLISH)
                .id(id)
                .channel(publication.channel())
                .payload(publication.payload())
                .messageId(messageId)
                .headers(publication.headers())
                .expiresAt(publication.expiresAt())
                .priority(publication.priority())
                .build();
        Outgoing outgoing = Outgoing.of(envelope);
        return new PendingPublish(ordinal, id, publication.channel(), outgoing);
    }

    private CompletableFuture<Receipt> queued(PendingPublish publish) {
        if (!thread.execute(() -> conversation.publish(publish))) {
            room.leave(publish.envelope.bytes());
            publish.result.completeExceptionally(closed());
        }
        return publish.result;
    }

    private void finished(PendingPublish publish, Receipt receipt, TidingsException failure) {
        room.leave(publish.envelope.bytes());
        if (failure == null) {
            lanes.complete(publish.result, receipt);
        } else {
            lanes.fail(publish.result, failure);
        }
    }

    private <T> CompletableFuture<T> request(RepeatableRequest<T> request) {
        boolean open = thread.execute(() -> {
            if (conversation.requests().size() >= options.queueCapacity()) {
                request.overflow();
            } else {
                conversation.requests().send(request.envelope(), request);
            }
        });
        if (!open) {
            request.lost();
        }
        return request.result();
    }

    private void noAnswer() {
        cycle.drop("the server does not answer a subscribe");
    }

    private static TidingsException closed() {
        return new TidingsException(Failure.CLOSED, "the client is closed");
    }
}
