package org.tidings.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tidings.authentication.Caller;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Hello;
import org.tidings.envelope.Unread;
import org.tidings.limits.Limit;
import org.tidings.limits.RequestLimits;

/**
 * The sessions of this instance, and the threads that serve them: the writers, the sweeper that keeps their time, and the
 * closers, which may block on a peer that does not read. Thread-safe.
 */
public final class SessionRegistry {

    private static final Logger LOG = System.getLogger(SessionRegistry.class.getName());

    private static final int CLOSERS = 2;
    private static final long DRAIN_SPREAD_MILLIS = 2_000;

    private final SecureRandom random = new SecureRandom();
    private final SessionSettings settings;
    private final RequestLimits limits;
    private final SessionMetrics metrics;
    private final OutboundBudget budget;
    private final SharedFrames frames = new SharedFrames();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Writers writers;
    private final ExecutorService closers;
    private final ThreadFactory threads;
    private volatile Consumer<Session> whenEnded = session -> {};
    private volatile Function<Caller, Unread> unread = caller -> null;
    private final SessionPace pace;
    private final Farewells farewells = new Farewells();
    private final SessionSweeper sweeper;
    private volatile boolean draining;

    /** @param threads makes every thread here; in a container a {@code ManagedThreadFactory} */
    public SessionRegistry(
            SessionSettings settings, RequestLimits limits, ThreadFactory threads, MeterRegistry meters) {
        this.settings = settings;
        this.limits = limits;
        this.threads = threads;
        this.metrics = new SessionMetrics(meters);
        this.writers =
                new Writers(threads, FlushWindow.ofMillis(settings.flushWindowMillis()), settings.maxFrameBytes());
        this.closers = new ThreadPoolExecutor(
                CLOSERS,
                CLOSERS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> named(threads.newThread(task), "tidings-closer"),
                // Once it is stopped, the container closes what is still open.
                new ThreadPoolExecutor.DiscardPolicy());
        this.budget = new OutboundBudget(settings.maxQueuedBytesOfAll());
        this.pace = SessionPace.of(settings);
        this.sweeper = new SessionSweeper(
                sessions.values(),
                this::cutOff,
                this::queued,
                farewells,
                System.nanoTime(),
                System.currentTimeMillis());
        Gauge.builder("tidings.queued.bytes", budget, OutboundBudget::used)
                .description("Bytes that wait to be sent, of all connections")
                .register(meters);
        Gauge.builder("tidings.sessions", sessions, Map::size)
                .description("Open connections")
                .register(meters);
    }

    public void start() {
        named(threads.newThread(sweeper::run), "tidings-sweeper").start();
    }

    /** Begins a session with its {@code hello}. A draining instance says {@code bye} behind it. */
    public Session open(Caller caller, Transport transport) {
        return open(caller, () -> {}, transport);
    }

    /** Likewise. @param whenGone called once, on the thread that ends the session */
    public Session open(Caller caller, Runnable whenGone, Transport transport) {
        Session session = new Session(
                newId(),
                caller,
                transport,
                settings,
                limits.enter(caller.getName()),
                limits.settings().maxPendingRequests(),
                budget,
                frames,
                writers.next(),
                closers,
                sweeper.wheel(),
                pace,
                metrics,
                ended -> {
                    whenGone.run();
                    farewells.of(transport, System.nanoTime());
                    ended(ended);
                });
        try {
            begin(session);
        } catch (RuntimeException | Error e) {
            // Nobody gets it, so nobody else could end it and give back what was taken for it.
            session.end();
            throw e;
        }
        return session;
    }

    private void begin(Session session) {
        Caller caller = session.caller();
        session.send(Envelope.event(Action.HELLO)
                .payload(new Hello(
                                session.id(),
                                caller.getName(),
                                settings.instance(),
                                new Hello.Limits(
                                        settings.maxFrameBytes(),
                                        limits.settings().maxSubscriptions(),
                                        limits.settings().publishPerSecond(),
                                        limits.settings().publishPerSecondPerUser(),
                                        limits.settings().requestsPerSecond(),
                                        limits.settings().pingsPerMinute(),
                                        limits.settings().maxPendingRequests()),
                                settings.pingIntervalMillis(),
                                caller.expiresAt().toEpochMilli(),
                                settings.dedupeWindowMillis(),
                                unread.apply(caller))
                        .json())
                .build());
        // Only now: whoever finds it here may send to it, and hello comes first.
        sessions.put(session.id(), session);
        session.clock().begin();
        if (session.hasEnded()) {
            sessions.remove(session.id());
        } else if (draining) {
            bye(session);
        }
    }

    /** A call, which is no session and not counted among them; its limits are those of a session, its rate the user's. */
    public Call call(Caller caller, RequestHandler handler) {
        return new Call(
                newId(),
                caller,
                limits.enter(caller.getName()),
                limits.settings().maxPendingRequests(),
                handler);
    }

    private String newId() {
        return Long.toString(random.nextLong() >>> 1, 36);
    }

    /** Tells of each session that ends, on the thread that ends it. Set before the first is opened. */
    public void whenEnded(Consumer<Session> told) {
        whenEnded = told;
    }

    /** What {@code hello} says of the user's inboxes; null for nothing. Set before the first is opened. */
    public void greetWith(Function<Caller, Unread> unreadOf) {
        unread = unreadOf;
    }

    private void ended(Session session) {
        sessions.remove(session.id());
        whenEnded.accept(session);
    }

    /** Those of the moment. */
    public List<Session> all() {
        return List.copyOf(sessions.values());
    }

    SessionSweeper sweeper() {
        return sweeper;
    }

    public SessionSettings settings() {
        return settings;
    }

    public int size() {
        return sessions.size();
    }

    /** Says {@code bye} to every session and waits until they are gone, at most so long. */
    public void drain(long timeoutMillis) {
        draining = true;
        int waiting = sessions.size();
        sessions.values().forEach(this::bye);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        synchronized (this) {
            try {
                while (!sessions.isEmpty() && System.nanoTime() < deadline) {
                    wait(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        LOG.log(Level.INFO, "drained {0} sessions, {1} did not go in time", waiting, sessions.size());
    }

    /** Ends every thread here. */
    public void stop() {
        sweeper.stop();
        // Who is still here gets nothing more, so nothing asks for a writer that is gone.
        sessions.values().forEach(Session::end);
        writers.stop();
        closers.shutdownNow();
    }

    /** Spread so that the others do not come all at once to the instances that are left. */
    private void bye(Session session) {
        session.close(
                CloseCode.DRAINING,
                ThreadLocalRandom.current().nextLong(Math.min(DRAIN_SPREAD_MILLIS, 50L * sessions.size()) + 1));
    }

    private void queued(long bytes) {
        relieve(budget.seen(bytes, System.nanoTime()));
    }

    /** Ends those for whom most waits, until no more than that many bytes are too many. */
    private void relieve(long tooMany) {
        if (tooMany <= 0) {
            return;
        }
        long left = tooMany;
        for (Session session : byQueuedBytes()) {
            if (left <= 0) {
                return;
            }
            long waiting = session.outlet().queuedBytes();
            // It may have run down since.
            if (waiting > 0) {
                left -= waiting;
                limits.refusals().count(Limit.QUEUED_BYTES);
                cutOff(session, CloseCode.OVERLOADED);
            }
        }
    }

    private List<Session> byQueuedBytes() {
        Map<Session, Long> seen = new HashMap<>();
        sessions.values().forEach(session -> seen.put(session, session.outlet().queuedBytes()));
        return seen.entrySet().stream()
                .sorted(Map.Entry.<Session, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void cutOff(Session session, CloseCode code) {
        try {
            session.cut(code);
        } finally {
            closers.execute(() -> session.abort(code));
        }
    }

    /** Whether more waits to be sent than this instance should bear. */
    public boolean overloaded() {
        return budget.isTight();
    }

    private static Thread named(Thread thread, String name) {
        thread.setName(name);
        return thread;
    }
}
