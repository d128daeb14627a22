package org.tidings.instance;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.tidings.administration.Administration;
import org.tidings.ask.Questions;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.Tickets;
import org.tidings.authentication.TokenLife;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.RemoteSettings;
import org.tidings.channel.ChannelService;
import org.tidings.channel.RequestDispatcher;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.Directives;
import org.tidings.control.Revocation;
import org.tidings.control.TicketStore;
import org.tidings.control.UsageExchange;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.Fanout;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.limits.Seat;
import org.tidings.limits.UserRates;
import org.tidings.log.BrokerConnector;
import org.tidings.log.EventLog;
import org.tidings.log.JmsDirectives;
import org.tidings.log.JmsEventLog;
import org.tidings.log.JmsQuestions;
import org.tidings.log.JmsTicketStore;
import org.tidings.log.JmsUsageExchange;
import org.tidings.log.LogSettings;
import org.tidings.session.RequestHandler;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.session.Transport;
import org.tidings.settings.Settings;

/** One instance's parts, put together. Thread-safe. */
public final class RunningInstance {

    private static final int WAITING_THREADS = 2;

    private static final long DRAIN_MILLIS = 4_000;

    /** For one whose seat somebody else took while the server was slow to open the connection. */
    private static final long LATE_RETRY_MILLIS = 2_000;

    private final String name;
    private final EventLog log;
    private final Fanout fanout;
    private final SessionRegistry sessions;
    private final RequestHandler requests;
    private final Directives directives;
    private final TicketStore ticketStore;
    private final UsageExchange usage;
    private final UserRates userRates;
    private final Tickets tickets;
    private final Administration administration;
    private final ChannelService channels;
    private final AccessControl control;
    /** Where an application behind the broker is asked about rights. */
    private final Optional<Questions> questions;

    private final AuditTrail audit;
    /** Its threads begin with the first request that must wait for an application. */
    private final ExecutorService waiting;

    private volatile boolean draining;

    private RunningInstance(
            String name,
            EventLog log,
            Fanout fanout,
            SessionRegistry sessions,
            RequestHandler requests,
            Directives directives,
            TicketStore ticketStore,
            UsageExchange usage,
            UserRates userRates,
            Tickets tickets,
            Administration administration,
            ChannelService channels,
            AccessControl control,
            Optional<Questions> questions,
            AuditTrail audit,
            ExecutorService waiting) {
        this.name = name;
        this.log = log;
        this.fanout = fanout;
        this.sessions = sessions;
        this.requests = requests;
        this.directives = directives;
        this.ticketStore = ticketStore;
        this.usage = usage;
        this.userRates = userRates;
        this.tickets = tickets;
        this.administration = administration;
        this.channels = channels;
        this.control = control;
        this.questions = questions;
        this.audit = audit;
        this.waiting = waiting;
    }

    /** @param threads makes every thread of the instance; in a container a {@code ManagedThreadFactory} */
    static RunningInstance of(
            Settings settings,
            TokenVerifier tokens,
            Revocations revocations,
            AccessControl control,
            AuditTrail audit,
            Refusals refusals,
            ThreadFactory threads,
            MeterRegistry meters) {
        LogSettings logSettings = LogBounds.from(settings);
        String name = settings.get("tidings.instance", hostName());
        SessionSettings sessionSettings = SessionSettings.from(settings, name, logSettings.dedupeWindowMillis());
        BrokerConnector broker = new BrokerConnector(BrokerEndpoint.from(settings));
        EventLog log = new JmsEventLog(logSettings, broker, threads, meters);
        Fanout fanout = new Fanout(logSettings.shards(), meters);
        ChannelService channels =
                new ChannelService(log, fanout, control, audit, sessionSettings.maxFrameBytes(), meters);
        RequestLimits limits = new RequestLimits(settings, refusals);
        SessionRegistry sessions = new SessionRegistry(sessionSettings, limits, threads, meters);
        sessions.whenEnded(session -> audit.record(ended(session)));
        DirectiveCodec codec = new DirectiveCodec(TokenLife.longest(settings).toMillis());
        Directives directives = new JmsDirectives(codec, broker, threads, meters);
        TicketStore ticketStore = new JmsTicketStore(broker, threads);
        Optional<Questions> questions = RemoteSettings.from(settings, name)
                .map(asked -> new JmsQuestions(
                        asked.address(),
                        asked.timeout().toMillis(),
                        RemoteSettings.MAX_WAITING,
                        broker,
                        threads,
                        meters));
        questions.ifPresent(control::connect);
        ExecutorService waiting = Executors.newFixedThreadPool(WAITING_THREADS, task -> {
            Thread thread = threads.newThread(task);
            thread.setName("tidings-waiting");
            return thread;
        });
        return new RunningInstance(
                name,
                log,
                fanout,
                sessions,
                new RequestDispatcher(channels, tokens, revocations, meters, waiting),
                directives,
                ticketStore,
                new JmsUsageExchange(broker, threads, meters),
                limits.users(),
                new Tickets(ticketStore, tokens),
                new Administration(directives, codec, revocations, sessions, audit),
                channels,
                control,
                questions,
                audit,
                waiting);
    }

    public String name() {
        return name;
    }

    /** Begins a session; its frames go to {@link #requests()}. @param seat given back when it ends */
    public Session open(Caller caller, Seat seat, Transport transport) {
        boolean seated = seat.occupy();
        Session session = sessions.open(caller, seat::leave, transport);
        if (!seated) {
            session.close(CloseCode.OVERLOADED, LATE_RETRY_MILLIS);
        }
        audit.record(AuditEvent.of("connected")
                .with("connection", session.id())
                .with("user", caller.getName())
                .with("token", caller.tokenId()));
        administration.endIfRevoked(session);
        return session;
    }

    private static AuditEvent ended(Session session) {
        CloseCode code = session.endedBy();
        return AuditEvent.of("disconnected")
                .with("connection", session.id())
                .with("user", session.caller().getName())
                .with("by", code == null ? "peer" : "server")
                .with("code", code == null ? null : Integer.toString(code.number()))
                .with("because", session.endedBecause());
    }

    /** How many are open. */
    public int connections() {
        return sessions.size();
    }

    public Tickets tickets() {
        return tickets;
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

    List<String> obstacles() {
        return Stream.concat(log.obstacles().stream(), directives.obstacles().stream())
                .toList();
    }

    /** Ends every subscription to which its caller has no right any more. */
    void recheck() {
        sessions.all().forEach(channels::recheck);
    }

    boolean draining() {
        return draining;
    }

    void start() {
        log.start(fanout);
        questions.ifPresent(Questions::start);
        directives.start(this::obey);
        ticketStore.start();
        usage.start(UserRates.TELLING_MILLIS, userRates::published, userRates::publishedElsewhere);
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
        // Before the log, which cuts off who still waits for the broker.
        questions.ifPresent(Questions::close);
        directives.close();
        ticketStore.close();
        usage.close();
        log.close();
        sessions.stop();
        waiting.shutdownNow();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "instance";
        }
    }
}
