package org.tidings.testkit.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tidings.testkit.peer.Conversation;
import org.tidings.testkit.peer.Dialect;
import org.tidings.testkit.peer.Marker;
import org.tidings.testkit.peer.RunningPeer;

/** Load on one peer: its subscribers on one thread, its publishers on another. Driven by one thread. */
public final class Generator implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(120);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 5_000_000;

    private final RunningPeer peer;
    private final Dialect dialect;
    private final Loop receiving = new Loop("receive");
    private final Loop publishing = new Loop("publish");
    private final Crowd crowd;
    private final List<Feed> feeds = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private int textBytes = Marker.TEXT_BYTES;
    private int users;

    /** What is being published with; null between. */
    private Work load;

    public Generator(RunningPeer peer, Dialect dialect) {
        this.peer = peer;
        this.dialect = dialect;
        this.crowd = receiving.ask(() -> new Crowd(receiving));
    }

    /** Publishes texts of another length from now on. */
    public Generator textBytes(int bytes) {
        textBytes = bytes;
        return this;
    }

    /** A channel to be published to, which nobody follows yet. */
    public Feed feed(String channel) {
        Feed feed = new Feed(feeds.size(), channel);
        feeds.add(feed);
        return feed;
    }

    /** Connects subscribers of a feed, and returns when all are subscribed. */
    public void subscribe(int node, Feed feed, int count) {
        seat(node, feed, count);
        awaitSubscribed();
    }

    /** As {@link #subscribe}, without waiting. */
    public void seat(int node, Feed feed, int count) {
        seat(node, feed, count, false);
    }

    /** Lets the oldest subscribers of a feed go and others come in their place, while something is published. */
    public void exchange(int node, Feed feed, int count) {
        receiving.tell(() -> crowd.leave(feed, count));
        feed.joined(-count);
        seat(node, feed, count, true);
    }

    private void seat(int node, Feed feed, int count, boolean late) {
        int port = peer.port(node);
        List<Conversation> talks = IntStream.range(0, count)
                .mapToObj(i -> dialect.open(node, "user-" + users++, feed.channel()))
                .toList();
        feed.joined(count);
        receiving.tell(() -> talks.forEach(talk -> crowd.seat(port, talk, feed, late)));
    }

    /** Returns when everybody is subscribed. */
    public void awaitSubscribed() {
        int wanted = feeds.stream().mapToInt(Feed::subscribers).sum();
        await(CONNECT, () -> live() == wanted, () -> live() + " of " + wanted + " are subscribed", crowd::trouble);
    }

    /** How many are subscribed now. */
    public int live() {
        return receiving.ask(crowd::live);
    }

    /** Connects publishers; feeds are dealt to them in turn. */
    public void publishers(int node, int count) {
        for (int i = 0; i < count; i++) {
            Publisher publisher = new Publisher(textBytes);
            Conversation talk = dialect.open(node, "publisher-" + publishers.size(), null);
            publishing.tell(() -> {
                try {
                    publisher.over(new Link(publishing, peer.port(node), talk, new Inflation(), publisher));
                } catch (IOException e) {
                    throw new UncheckedIOException("could not open a connection", e);
                }
            });
            publishers.add(publisher);
        }
        await(
                CONNECT,
                () -> publishers.stream().allMatch(Publisher::isReady),
                () -> "a publisher is not ready",
                this::publishersTrouble);
    }

    private String publishersTrouble() {
        return publishers.stream()
                .map(Publisher::trouble)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Keeps so many publishes under way, counted by their deliveries, until {@link #stop}. */
    public void saturate(int publishes) {
        begin(() -> new Window(publishers, feeds, publishes, crowd::delivered));
    }

    /** Publishes so many a second, whatever becomes of them, until {@link #stop}. */
    public void pace(double perSecond) {
        begin(() -> new OpenLoop(publishers, feeds, perSecond));
    }

    /** Keeps so many publishes of each publisher unconfirmed, until {@link #stop}. */
    public void fill(int publishes) {
        begin(() -> new Confirmed(publishers, feeds, publishes));
    }

    /**
     * Connects, always as many at once, and leaves as soon as it is greeted.
     *
     * @param visits opened before, so that their tokens need not be made meanwhile
     * @return how many seconds it took until all were greeted
     */
    public double visit(int node, List<Conversation> visits) {
        Visitors visitors = receiving.ask(() -> new Visitors(receiving, peer.port(node), visits));
        long begun = System.nanoTime();
        receiving.tell(() -> receiving.begin(visitors));
        await(
                CONNECT,
                () -> visitors.greeted() == visits.size(),
                () -> visitors.greeted() + " of " + visits.size() + " were greeted",
                visitors::trouble);
        double seconds = (System.nanoTime() - begun) / 1e9;
        receiving.tell(() -> receiving.end(visitors));
        return seconds;
    }

    /** Talks that follow nothing, of users of their own. */
    public List<Conversation> visits(int node, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> dialect.open(node, "user-" + users++, null))
                .toList();
    }

    private void begin(Supplier<Work> work) {
        publishing.tell(() -> {
            load = work.get();
            publishing.begin(load);
        });
    }

    /** Publishes no more, and waits as {@link #drain}. */
    public void stop() {
        publishing.tell(() -> publishing.end(load));
        drain();
    }

    /** Waits until all that was published has come, or no more of it comes. */
    public void drain() {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long before = -1;
        while (System.nanoTime() - deadline < 0 && crowd.trouble() == null && !receiving.ask(crowd::hasAll)) {
            LockSupport.parkNanos(POLL_NANOS);
            if (crowd.delivered() != before) {
                before = crowd.delivered();
                deadline = System.nanoTime() + DRAIN.toNanos();
            }
        }
    }

    public long published() {
        return feeds.stream().mapToLong(Feed::published).sum();
    }

    /** How many publishes were confirmed as accepted. */
    public long accepted() {
        return publishing.ask(
                () -> publishers.stream().mapToLong(Publisher::accepted).sum());
    }

    /** How many publishes were refused. */
    public long refused() {
        return publishing.ask(
                () -> publishers.stream().mapToLong(Publisher::refused).sum());
    }

    /** What came since the last turn. */
    public Tally turn() {
        return receiving.ask(crowd::turn);
    }

    /** What did not come as it had to, so far; with what is still under way, so ask behind {@link #stop}. */
    public Flaws flaws() {
        return receiving.ask(crowd::flaws);
    }

    /** What went wrong beside deliveries: a connection that ended, a publish that was refused. Null where nothing did. */
    public String trouble() {
        String refused = publishing.ask(() -> publishers.stream()
                .map(Publisher::refusal)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
        return refused != null ? refused : crowd.trouble();
    }

    /** Processor time of the thread that receives. */
    public long receivingCpuNanos() {
        return receiving.cpuNanos();
    }

    /** Compressed bytes of messages that came. */
    public long compressedBytes() {
        return receiving.ask(crowd::compressedBytes);
    }

    private static void await(
            Duration patience, BooleanSupplier condition, Supplier<String> state, Supplier<String> trouble) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (trouble.get() != null) {
                throw new IllegalStateException("a connection ended: " + trouble.get());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("after " + patience.toSeconds() + " s " + state.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        publishing.close();
        receiving.close();
    }
}
