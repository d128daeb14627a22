package org.tidings.instance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelRules;
import org.tidings.authorization.UserChannels;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/**
 * Follows the configuration file. New rules hold as soon as they are seen, and everything that rests on the old ones is checked
 * again; a file with mistakes changes nothing. The content is compared, not its time, for a file may be replaced by an older
 * one, and is, where it is mounted. Runs on a thread of its own.
 */
final class ConfigurationWatch implements Runnable {
    private static final Logger LOG = System.getLogger(ConfigurationWatch.class.getName());
    private static final long INTERVAL_MILLIS = 1_000;

    private final Path file;
    private final Supplier<Settings> reader;
    private final Settings atStart;
    private final AccessControl control;
    private final CurrentNamespaces namespaces;
    private final Runnable recheck;
    private final AuditTrail audit;
    private final MeterRegistry meters;
    /** What is wrong with the file as it is now. */
    private volatile List<String> mistakes = List.of();

    private volatile boolean stopped;
    /** What was last looked at; empty where it cannot be read. Confined to this thread. */
    private byte[] seen;

    /** @param reader reads the settings anew, from the same sources as at the start */
    ConfigurationWatch(
            Path file,
            Settings atStart,
            Supplier<Settings> reader,
            AccessControl control,
            CurrentNamespaces namespaces,
            Runnable recheck,
            AuditTrail audit,
            MeterRegistry meters) {
        this.file = file;
        this.atStart = atStart;
        this.reader = reader;
        this.control = control;
        this.namespaces = namespaces;
        this.recheck = recheck;
        this.audit = audit;
        this.meters = meters;
        this.seen = content();
        Gauge.builder("tidings.config.mistakes", () -> mistakes.size())
                .description(
                        "Mistakes in the configuration file as it is now; while there are any, the rules before it hold")
                .register(meters);
    }

    void start(ThreadFactory threads) {
        Thread thread = threads.newThread(this);
        thread.setName("tidings-config");
        thread.start();
    }

    /** Does not wait. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** What is wrong with the file as it is now; empty when all is well. */
    List<String> mistakes() {
        return mistakes;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                look();
                pause();
            } catch (InterruptedException e) {
                // The container ends its threads.
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the configuration could not be read again", e);
            }
        }
    }

    /** Reads the file again where it has changed. */
    void look() {
        byte[] now = content();
        if (Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        try {
            Settings settings = reader.get();
            ChannelRules rules = ChannelRules.from(settings);
            Namespaces declared = Namespaces.from(settings);
            control.replace(rules, new UserChannels(declared.inboxes()));
            namespaces.replace(declared);
            recheck.run();
            mistakes = List.of();
            count("applied");
            audit.record(AuditEvent.of("rules-changed")
                    .with("rules", rules.size())
                    .with("digest", AuditTrail.digestOf(now)));
            LOG.log(Level.INFO, "{0} has changed: {1} rules hold now", file, rules.size());
            Set<String> later = settings.differencesFrom(atStart);
            if (!LogBounds.from(settings).equals(LogBounds.from(atStart))) {
                later.add("logs");
            }
            later.addAll(namespaces.inAnotherLog());
            later.addAll(namespaces.ofAnotherDurability());
            if (!later.isEmpty()) {
                LOG.log(Level.WARNING, "{0}: only the next start will use the new value of {1}", file, later);
            }
        } catch (InvalidSetting refused) {
            mistakes = refused.getMessage().lines().toList();
            count("refused");
            audit.record(AuditEvent.of("rules-refused").with("mistakes", mistakes.size()));
            mistakes.forEach(mistake -> LOG.log(Level.ERROR, mistake));
            LOG.log(Level.ERROR, "{0} has changed and cannot be used: the rules from before go on to hold", file);
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped) {
            wait(INTERVAL_MILLIS);
        }
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException gone) {
            return new byte[0];
        }
    }

    private void count(String outcome) {
        Counter.builder("tidings.config.reloads")
                .description("Changes of the configuration file, by what became of them")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
