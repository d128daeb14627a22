package org.tidings.client;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.tidings.client.socket.HandshakeRefused;
import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Bye;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Hello;
import org.tidings.envelope.Malformed;
import org.tidings.envelope.Payloads;

/**
 * The connection state machine: connects, notices when a connection is lost, waits as long as it should, connects again,
 * and knows when to stop. Confined to the client's thread.
 */
final class ConnectionCycle implements Link.Listener {

    private static final System.Logger LOG = System.getLogger(ConnectionCycle.class.getName());

    /** A connection that lived so long was a success: the next failure is a first one. */
    private static final long HELD_MILLIS = 5_000;

    private static final int ABNORMAL = 1006;

    private final ClientOptions options;
    private final ClientThread thread;
    private final ExecutorService workers;
    private final Transport transport;
    private final LongSupplier clock;
    private final LinkFactory links;
    private final ReconnectPolicy policy;
    private final StateAnnouncer states;
    private final Watchdog watchdog;
    private final Peer peer;

    /** The attempt or connection of the moment, null in IDLE, WAITING and CLOSED. */
    private Link link;

    /** The end of patience with the attempt, or of the pause before the next. */
    private ScheduledFuture<?> timer;

    /** When the server greeted, on {@link #clock}. */
    private long greetedAtMillis;

    /** Makes the object for one attempt. */
    interface LinkFactory {
        Link create(Link.Listener listener);
    }

    /** What is said over the connections. */
    interface Peer {

        /** A new connection is there and the server has greeted. */
        void greeted(Link link);

        void received(Envelope envelope);

        /** Whether everything that was to be resumed has been. */
        boolean isLive();

        /** The connection that was greeted on is gone; there may be another. */
        void lost();

        /** There will never be another. */
        void ended(TidingsException why);
    }

    ConnectionCycle(
            ClientOptions options,
            ClientThread thread,
            ExecutorService workers,
            Transport transport,
            LongSupplier clock,
            LinkFactory links,
            ReconnectPolicy policy,
            StateAnnouncer states,
            Watchdog watchdog,
            Peer peer) {
        this.options = options;
        this.thread = thread;
        this.workers = workers;
        this.transport = transport;
        this.clock = clock;
        this.links = links;
        this.policy = policy;
        this.states = states;
        this.watchdog = watchdog;
        this.peer = peer;
    }

    void connect() {
        if (states.current() == ConnectionState.IDLE) {
            attempt("connecting to " + options.uri(), false);
        }
    }

    /** The application closes the client. */
    void close() {
        if (states.current() != ConnectionState.CLOSED) {
            Link left = link;
            end("closed", new TidingsException(Failure.CLOSED, "the client was closed"), false);
            if (left != null) {
                left.close();
                transport.abandonAttempts();
            }
        }
    }

    /** The peer has found the connection to be worth nothing. */
    void drop(String reason) {
        if (link != null && link.hello() != null) {
            link.abort();
            disconnected(link, ABNORMAL, reason);
        }
    }

    void tick() {
        if (link != null && link.hello() != null) {
            watchdog.complaint(link).ifPresent(this::drop);
        }
    }

    /** Something was resumed, or nothing is left to resume. */
    void checkLive() {
        if (states.current() == ConnectionState.RECOVERING && peer.isLive()) {
            states.enter(ConnectionState.CONNECTED, "every subscription is live");
        }
    }

    private void attempt(String reason, boolean tokenRefusedBefore) {
        states.enter(ConnectionState.CONNECTING, reason);
        Link opening = links.create(this);
        link = opening;
        opening.opening(workers.submit(() -> open(opening, tokenRefusedBefore)));
        long patience = options.connectTimeout().toMillis();
        timer = thread.schedule(patience, () -> {
            if (link == opening && opening.hello() == null) {
                opening.abort();
                transport.abandonAttempts();
                failed(opening, "no greeting within " + patience + " ms");
            }
        });
    }

    /** Runs on a worker. */
    private void open(Link opening, boolean tokenRefusedBefore) {
        try {
            String token = options.token().token();
            transport.open(options.uri(), token, opening);
        } catch (HandshakeRefused refused) {
            thread.execute(() -> refused(opening, refused, tokenRefusedBefore));
        } catch (InterruptedException abandoned) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            thread.execute(() -> failed(opening, describe(failure)));
        }
    }

    @Override
    public void opened(Link opened) {
        watchdog.heard();
    }

    @Override
    public void received(Link from, List<Decoded> envelopes) {
        watchdog.heard();
        for (Decoded decoded : envelopes) {
            if (from != link) {
                return;
            }
            if (decoded instanceof Malformed malformed) {
                LOG.log(System.Logger.Level.WARNING, "the server sent an unreadable envelope: " + malformed.reason());
            } else if (decoded instanceof Envelope envelope) {
                received(from, envelope);
            }
        }
        checkLive();
    }

    private void received(Link from, Envelope envelope) {
        try {
            if (envelope.type() == Envelope.Type.EVENT && envelope.action().equals(Action.HELLO)) {
                greeted(from, Payloads.read(envelope.payload(), Hello.class));
            } else if (envelope.type() == Envelope.Type.EVENT
                    && envelope.action().equals(Action.BYE)) {
                from.bye(Payloads.read(envelope.payload(), Bye.class));
            } else if (from.hello() != null) {
                peer.received(envelope);
            }
        } catch (BadPayload unreadable) {
            LOG.log(System.Logger.Level.WARNING, "unreadable payload of " + envelope.action());
        }
    }

    private void greeted(Link by, Hello hello) {
        if (by.hello() != null) {
            return;
        }
        timer.cancel(false);
        greetedAtMillis = clock.getAsLong();
        by.hello(hello);
        states.enter(ConnectionState.RECOVERING, "connected to instance " + hello.instance());
        peer.greeted(by);
    }

    @Override
    public void closed(Link by, int code, String reason) {
        if (by == link) {
            by.closedByPeer();
            disconnected(by, code, describe(code, reason));
        }
    }

    private void refused(Link by, HandshakeRefused refused, boolean tokenRefusedBefore) {
        if (by != link) {
            return;
        }
        leave();
        String reason = "the server refused the connection: " + refused.getMessage();
        if (ReconnectPolicy.isForToken(refused) && !tokenRefusedBefore) {
            // The token may have ended since the supplier made it: ask for another, once.
            attempt(reason + "; trying again with a fresh token", true);
        } else {
            obey(policy.afterRefusal(refused), reason);
        }
    }

    private void failed(Link by, String reason) {
        if (by == link) {
            by.closedByPeer();
            leave();
            obey(policy.afterFailure(), reason);
        }
    }

    private void disconnected(Link by, int closeCode, String reason) {
        leave();
        if (by.hello() != null) {
            peer.lost();
            if (clock.getAsLong() - greetedAtMillis >= HELD_MILLIS) {
                policy.held();
            }
        }
        obey(policy.afterClose(closeCode, by.bye()), reason);
    }

    private void leave() {
        timer.cancel(false);
        link = null;
    }

    private void obey(ReconnectPolicy.Verdict verdict, String reason) {
        if (verdict instanceof ReconnectPolicy.Verdict.Stop stop) {
            end(reason, new TidingsException(Failure.CLOSED, stop.code(), reason), true);
        } else if (verdict instanceof ReconnectPolicy.Verdict.Return later && later.afterMillis() > 0) {
            states.waiting(reason, later.afterMillis());
            timer = thread.schedule(later.afterMillis(), () -> attempt("connecting to " + options.uri(), false));
        } else {
            attempt(reason, false);
        }
    }

    private void end(String reason, TidingsException why, boolean byServer) {
        if (timer != null) {
            timer.cancel(false);
        }
        link = null;
        states.closed(reason, byServer ? why : null);
        peer.ended(why);
    }

    private static String describe(int closeCode, String reason) {
        if (closeCode == ABNORMAL) {
            return "it broke";
        }
        return reason == null || reason.isEmpty() ? "closed with " + closeCode : reason;
    }

    private static String describe(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException) {
            return "no such host: " + root.getMessage();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
