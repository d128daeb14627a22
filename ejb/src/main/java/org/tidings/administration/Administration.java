package org.tidings.administration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Revocations;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.Directives;
import org.tidings.control.Disconnection;
import org.tidings.control.Pardon;
import org.tidings.control.Revocation;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.Subscription;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;

/** Gives directives to all instances, and carries out on this one what any gave. Thread-safe. */
public final class Administration {

    private static final Logger LOG = System.getLogger(Administration.class.getName());

    private static final long PATIENCE_MILLIS = 2_000;

    private final Directives directives;
    private final DirectiveCodec codec;
    private final Revocations revocations;
    private final SessionRegistry sessions;
    private final InstanceRoster roster;
    private final AuditTrail audit;
    /** What was given before is read again at every start, and was taken down then. Milliseconds since 1970. */
    private final long startedAt = System.currentTimeMillis();

    public Administration(
            Directives directives,
            DirectiveCodec codec,
            Revocations revocations,
            SessionRegistry sessions,
            InstanceRoster roster,
            AuditTrail audit) {
        this.directives = directives;
        this.codec = codec;
        this.revocations = revocations;
        this.sessions = sessions;
        this.roster = roster;
        this.audit = audit;
    }

    /**
     * Tells all instances, and waits until the broker has it on its disk: then each carries it out within a moment.
     *
     * @param json as applications send it to the topic {@code control}
     * @param by who directs it
     * @throws org.tidings.control.BadDirective where it is none
     */
    public Directive give(String json, Caller by) throws NotGiven {
        return give(codec.decode(json, System.currentTimeMillis()), by);
    }

    /** Takes a revocation back. False where this instance knows none of that id. */
    public boolean pardon(String revocation, Caller by) throws NotGiven {
        Optional<Revocation> known = revocation(revocation);
        if (known.isPresent()) {
            give(
                    new Pardon(
                            DirectiveCodec.newId(),
                            revocation,
                            System.currentTimeMillis(),
                            known.get().endsAt()),
                    by);
        }
        return known.isPresent();
    }

    public List<Revocation> revocations() {
        return revocations.all();
    }

    public Optional<Revocation> revocation(String id) {
        return revocations.all().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** This instance's connections. @param user null for all */
    public List<LiveConnection> connections(String user, int limit) {
        return sessions.all().stream()
                .filter(session -> user == null || isOf(session.caller(), user))
                .limit(limit)
                .map(Administration::live)
                .toList();
    }

    /**
     * What is subscribed on this instance, by name.
     *
     * @param prefix of the name; empty for all
     * @param after names behind this one alone; empty for all
     */
    public List<LiveChannel> channels(String prefix, String after, int limit) {
        NavigableMap<String, Integer> subscribers = new TreeMap<>();
        for (Session session : sessions.all()) {
            for (Subscription subscription : session.subscriptions().toChannels()) {
                String channel = subscription.channel();
                if (channel.startsWith(prefix) && channel.compareTo(after) > 0) {
                    subscribers.merge(channel, 1, Integer::sum);
                }
            }
        }
        return subscribers.entrySet().stream()
                .limit(limit)
                .map(each -> new LiveChannel(each.getKey(), each.getValue()))
                .toList();
    }

    /** Which instances there are. */
    public List<LiveInstance> instances() {
        return roster.all();
    }

    /** Carries out what was directed here or elsewhere. Called by the thread that reads the directives. */
    public void obey(Directive directive) {
        if (directive instanceof Revocation revocation) {
            revocations.add(revocation);
            LOG.log(Level.INFO, "revocation {0}: tokens are refused", revocation.id());
            obeyed(directive, sessions.all().stream().filter(this::endIfRevoked).count());
        } else if (directive instanceof Pardon pardon) {
            revocations.remove(pardon);
            LOG.log(Level.INFO, "revocation {0}: taken back", pardon.revocation());
            obeyed(directive, 0);
        } else if (directive instanceof Disconnection disconnection) {
            List<Session> ended = sessions.all().stream()
                    .filter(session -> isOf(session.caller(), disconnection.user()))
                    .toList();
            ended.forEach(session -> session.close(CloseCode.FORBIDDEN, 0, "disconnection " + disconnection.id()));
            obeyed(directive, ended.size());
            LOG.log(Level.INFO, "disconnection {0}: {1} connections", disconnection.id(), ended.size());
        }
    }

    /**
     * Asked also when a connection has just begun: what came while it was admitted must not miss it.
     *
     * @return whether it ends
     */
    public boolean endIfRevoked(Session session) {
        Optional<Revocation> revoked = revocations.of(session.caller());
        revoked.ifPresent(each -> session.close(Revocations.closeCode(each), 0, "revocation " + each.id()));
        return revoked.isPresent();
    }

    private Directive give(Directive directive, Caller by) throws NotGiven {
        CompletableFuture<Void> given = directives.give(directive);
        // Before it is known to be given: what may have been done must be found here.
        audit.record(DirectedEvents.directed(directive, by));
        try {
            given.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return directive;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotGiven(e);
        } catch (ExecutionException | TimeoutException e) {
            given.cancel(false);
            throw new NotGiven(e);
        }
    }

    private void obeyed(Directive directive, long connections) {
        if (directive.givenAt() >= startedAt) {
            audit.record(DirectedEvents.obeyed(directive, connections));
        }
    }

    private static boolean isOf(Caller caller, String user) {
        return user.equals(caller.getName()) || user.equals(caller.getSubject());
    }

    private static LiveConnection live(Session session) {
        Caller caller = session.caller();
        return new LiveConnection(
                session.id(),
                caller.getName(),
                caller.getSubject(),
                session.since(),
                caller.expiresAt(),
                session.subscriptions().count());
    }
}
