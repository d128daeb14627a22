package org.tidings.instance;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.tidings.authentication.Caller;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.Authorizer;
import org.tidings.channel.ChannelService;
import org.tidings.channel.RequestDispatcher;
import org.tidings.fanout.Fanout;
import org.tidings.log.BrokerConnector;
import org.tidings.log.EventLog;
import org.tidings.log.JmsEventLog;
import org.tidings.log.LogSettings;
import org.tidings.session.RequestHandler;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.session.Transport;
import org.tidings.settings.Settings;

/** One instance's parts, put together. Thread-safe. */
public final class RunningInstance {

    private static final long DRAIN_MILLIS = 4_000;

    private final String name;
    private final EventLog log;
    private final Fanout fanout;
    private final SessionRegistry sessions;
    private final RequestHandler requests;
    private volatile boolean draining;

    private RunningInstance(
            String name, EventLog log, Fanout fanout, SessionRegistry sessions, RequestHandler requests) {
        this.name = name;
        this.log = log;
        this.fanout = fanout;
        this.sessions = sessions;
        this.requests = requests;
    }

    /** @param threads makes every thread of the instance; in a container a {@code ManagedThreadFactory} */
    static RunningInstance of(
            Settings settings,
            TokenVerifier tokens,
            Authorizer authorizer,
            ThreadFactory threads,
            MeterRegistry meters) {
        LogSettings logSettings = logSettings(settings);
        String name = settings.get("tidings.instance", hostName());
        SessionSettings sessionSettings = SessionSettings.from(settings, name, logSettings.dedupeWindowMillis());
        BrokerConnector broker = new BrokerConnector(new BrokerConnector.Endpoint(
                settings.get("tidings.broker.url", "tcp://127.0.0.1:61616"),
                settings.find("tidings.broker.user").orElse(null),
                settings.find("tidings.broker.password").orElse(null),
                settings.find("tidings.broker.connection-factory").orElse(null)));
        EventLog log = new JmsEventLog(logSettings, broker, threads, meters);
        Fanout fanout = new Fanout(logSettings.shards(), meters);
        ChannelService channels = new ChannelService(
                log, fanout, authorizer, sessionSettings.maxFrameBytes(), sessionSettings.maxSubscriptions(), meters);
        return new RunningInstance(
                name,
                log,
                fanout,
                new SessionRegistry(sessionSettings, threads, meters),
                new RequestDispatcher(channels, tokens, meters));
    }

    public String name() {
        return name;
    }

    /** Begins a session; its frames go to {@link #requests()}. */
    public Session open(Caller caller, Transport transport) {
        return sessions.open(caller, transport);
    }

    public RequestHandler requests() {
        return requests;
    }

    public int maxFrameBytes() {
        return sessions.settings().maxFrameBytes();
    }

    List<String> obstacles() {
        return log.obstacles();
    }

    boolean draining() {
        return draining;
    }

    void start() {
        log.start(fanout);
        sessions.start();
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
        log.close();
        sessions.stop();
    }

    private static LogSettings logSettings(Settings settings) {
        LogSettings standard = LogSettings.defaults();
        return new LogSettings(
                settings.getInt("tidings.shards", standard.shards(), 1, 1_024),
                settings.getInt("tidings.log.ring-size", standard.ringSize(), 100, 10_000_000),
                settings.getLong("tidings.log.ring-bytes", standard.ringBytes(), 1L << 20, 1L << 36),
                settings.getLong("tidings.dedupe-window-millis", standard.dedupeWindowMillis(), 1_000, 86_400_000),
                standard.unsentTimeoutMillis(),
                standard.answerTimeoutMillis(),
                standard.maxPendingPerShard());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "instance";
        }
    }
}
