package org.tidings.instance;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.tidings.administration.Administration;
import org.tidings.administration.Erasures;
import org.tidings.administration.InstanceRoster;
import org.tidings.ask.Questions;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.Tickets;
import org.tidings.authentication.TokenLife;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelAction;
import org.tidings.channel.ChannelService;
import org.tidings.channel.RequestDispatcher;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.InstanceReport;
import org.tidings.control.Revocation;
import org.tidings.envelope.Unread;
import org.tidings.fanout.Fanout;
import org.tidings.inbox.Inboxes;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.limits.SharedUsage;
import org.tidings.limits.UserRates;
import org.tidings.log.LogGroups;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.presence.Presence;
import org.tidings.presence.PresenceSettings;
import org.tidings.presence.PresenceTicker;
import org.tidings.session.RequestHandler;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.settings.Settings;

/** One instance's parts, put together. Thread-safe. */
public final class RunningInstance {

    /** As the manifest has it, which class folders have not. */
    private static final String VERSION =
            Objects.requireNonNullElse(RunningInstance.class.getPackage().getImplementationVersion(), "development");

    private static final long DRAIN_MILLIS = 4_000;

    private final String name;
    private final BrokerServices broker;
    private final Fanout fanout;
    private final SessionRegistry sessions;
    private final RequestHandler requests;
    private final SharedUsage usage;
    private final Tickets tickets;
    private final InstanceRoster roster;
    private final Administration administration;
    private final Erasures erasures;
    private final Presence presence;
    private final PresenceTicker presenceTicker;
    private final ChannelService channels;
    private final Inboxes inboxes;
    private final AccessControl control;
    private final CurrentNamespaces namespaces;
    private final RequestThreads requestThreads;
    private final Reception reception;

    private volatile boolean draining;
    private volatile boolean presenceWasKnown;

    /** @param threads makes every thread of the instance; in a container a {@code ManagedThreadFactory} */
    RunningInstance(
            Settings settings,
            TokenVerifier tokens,
            Revocations revocations,
            AccessControl control,
            CurrentNamespaces namespaces,
            AuditTrail audit,
            Refusals refusals,
            ThreadFactory threads,
            MeterRegistry meters) {
        this.control = control;
        this.namespaces = namespaces;
        name = settings.get("tidings.instance", hostName());
        LogGroups logs = LogBounds.from(settings);
        DirectiveCodec codec = new DirectiveCodec(TokenLife.longest(settings).toMillis());
        broker = BrokerServices.of(settings, name, logs, namespaces, codec, threads, meters);
        broker.questions().ifPresent(control::connect);
        fanout = new Fanout(logs.shards(), namespaces::retention, meters);
        SessionSettings sessionSettings =
                SessionSettings.from(settings, name, logs.main().dedupeWindowMillis());
        RequestLimits limits = new RequestLimits(settings, refusals);
        usage = new SharedUsage(limits, channel -> namespaces
                .of(channel)
                .map(NamespaceOptions::publishPerSecond)
                .orElse(0));
        sessions = new SessionRegistry(sessionSettings, limits, threads, meters);
        presence = new Presence(PresenceSettings.from(settings), meters);
        presenceTicker = new PresenceTicker(presence, threads);
        inboxes = new Inboxes(broker.log(), fanout, namespaces, broker.marks(), meters);
        sessions.greetWith(this::unread);
        channels = new ChannelService(
                broker.log(),
                broker.live(),
                fanout,
                control,
                namespaces,
                presence,
                inboxes,
                audit,
                sessionSettings.maxFrameBytes(),
                meters);
        requestThreads = RequestThreads.from(threads);
        control.callOn(requestThreads.asking());
        requests = new RequestDispatcher(
                channels, tokens, revocations, requestThreads.waiting(), requestThreads.verifying());
        tickets = new Tickets(broker.tickets(), tokens);
        String incarnation = UUID.randomUUID().toString();
        long since = System.currentTimeMillis();
        roster = new InstanceRoster(() -> new InstanceReport(name, incarnation, since, VERSION, sessions.size()));
        erasures = new Erasures(broker.log(), inboxes, namespaces, audit);
        administration = new Administration(broker.directives(), codec, revocations, sessions, roster, audit);
        reception = new Reception(sessions, requests, administration, audit);
    }

    private Unread unread(Caller caller) {
        return inboxes.unreadOf(caller.getSubject(), channel -> control.rules()
                .decide(caller, ChannelAction.SUBSCRIBE, channel)
                .allowed());
    }

    public String name() {
        return name;
    }

    /** How many are open. */
    public int connections() {
        return sessions.size();
    }

    /** Where callers begin. */
    public Reception reception() {
        return reception;
    }

    public Tickets tickets() {
        return tickets;
    }

    public Erasures erasures() {
        return erasures;
    }

    public Administration administration() {
        return administration;
    }

    public RequestHandler requests() {
        return requests;
    }

    public int maxFrameBytes() {
        return sessions.settings().maxFrameBytes();
    }

    /** Whether so much waits to be sent that it can bear no further connection for the moment. */
    boolean overloaded() {
        return sessions.overloaded();
    }

    /** Why it cannot serve yet, one sentence each. Who is present must have been known once; later it answers without. */
    List<String> obstacles() {
        presenceWasKnown = presenceWasKnown || presence.isKnown();
        List<String> obstacles = new ArrayList<>(broker.obstacles());
        if (!presenceWasKnown) {
            obstacles.add("who is present at the other instances is not known yet");
        }
        return obstacles;
    }

    /** Ends every subscription to which its caller has no right any more. */
    void recheck() {
        sessions.all().forEach(channels::recheck);
    }

    boolean draining() {
        return draining;
    }

    void start() {
        broker.log().start(fanout);
        if (namespaces.anyEphemeral()) {
            broker.live().start(fanout);
        }
        broker.questions().ifPresent(Questions::start);
        inboxes.start();
        broker.directives().start(this::obey);
        broker.tickets().start();
        broker.usage().introduce(roster::own, roster::heard);
        broker.usage().start(UserRates.TELLING_MILLIS, usage::taken, usage::takenElsewhere);
        broker.presence().start(presence);
        presenceTicker.start();
        sessions.start();
    }

    private void obey(Directive directive) {
        administration.obey(directive);
        if (directive instanceof Revocation revocation) {
            control.forget(revocation.subject());
        }
    }

    /** Says {@code bye} to all clients and waits until they are gone, at most {@value #DRAIN_MILLIS} ms. Once. */
    synchronized void drain() {
        if (!draining) {
            draining = true;
            sessions.drain(DRAIN_MILLIS);
        }
    }

    void stop() {
        drain();
        broker.close();
        presenceTicker.stop();
        sessions.stop();
        requestThreads.stop();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "instance";
        }
    }
}
