package org.tidings.namespace;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tidings.log.ChannelStorage;
import org.tidings.log.LogShard;

/** The namespaces that hold now: the operator may change the configuration file at any time. Thread-safe. */
public final class CurrentNamespaces implements ChannelStorage {
    private final Namespaces atStart;
    private volatile Namespaces namespaces;

    public CurrentNamespaces(Namespaces namespaces) {
        this.atStart = Objects.requireNonNull(namespaces);
        this.namespaces = namespaces;
    }

    /**
     * The options of a channel; empty where its namespace is unknown. Where it is declared to be durable now and was ephemeral at the
     * start, or the other way round, those of the start go on to hold: its subscribers would take events without positions for
     * some with, and those of another instance that has not read the file yet would get none.
     */
    public Optional<NamespaceOptions> of(String channel) {
        return namespaces.of(channel).map(now -> atStart.of(channel)
                .filter(was -> was.ephemeral() != now.ephemeral())
                .orElse(now));
    }

    /** The names of those whose channels are each one user's. */
    public Set<String> inboxes() {
        return namespaces.inboxes();
    }

    /**
     * The log that holds a channel's events. It is the one that was declared at the start: a channel that moved while instances run
     * would have two orders, and subscribers who listen where nothing comes any more.
     */
    @Override
    public String group(String channel) {
        return atStart.of(channel).map(NamespaceOptions::log).orElse(LogShard.MAIN);
    }

    @Override
    public boolean keepsLast(String channel) {
        return retention(channel).keepsLast();
    }

    @Override
    public boolean erasable(String channel) {
        return NamespaceName.of(channel).equals(NamespaceName.USER)
                || of(channel).filter(options -> options.inbox() != null).isPresent();
    }

    @Override
    public boolean heedsDeadlines(String channel) {
        return retention(channel).deadlines();
    }

    /** What of a channel's past is kept. */
    public Retention retention(String channel) {
        return of(channel).map(NamespaceOptions::retention).orElse(Retention.ALL);
    }

    /** The namespaces that are declared to be in another log than at the start; they stay where they are. */
    public List<String> inAnotherLog() {
        return namespaces.declared().entrySet().stream()
                .filter(now -> !now.getValue().log().equals(group(now.getKey() + ":")))
                .map(now -> "namespaces." + now.getKey() + ".log")
                .toList();
    }

    /** The namespaces that are declared to keep events and did not at the start, or the other way round; they stay what they were. */
    public List<String> ofAnotherDurability() {
        return namespaces.declared().entrySet().stream()
                .filter(now -> atStart.of(now.getKey() + ":")
                        .map(was -> was.ephemeral() != now.getValue().ephemeral())
                        .orElse(now.getValue().ephemeral() && !atStart.anyEphemeral()))
                .map(now -> "namespaces." + now.getKey() + ".durability")
                .toList();
    }

    /** Whether any channel has events that nobody keeps. */
    public boolean anyEphemeral() {
        return namespaces.anyEphemeral();
    }

    /** From now on these hold. */
    public void replace(Namespaces changed) {
        namespaces = Objects.requireNonNull(changed);
    }
}
