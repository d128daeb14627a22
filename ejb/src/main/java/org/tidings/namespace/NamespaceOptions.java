package org.tidings.namespace;

import java.util.Objects;
import org.tidings.log.LogShard;

/**
 * How the channels of one namespace behave. Immutable.
 *
 * @param name as declared; {@code default} of channels whose namespace nobody declared. So there are few of them, and meters may
 *     have it as a tag
 * @param history what of their past can be had; ephemeral channels have none
 * @param joinLeave whether subscribers that ask for it hear who comes and goes
 * @param conflateBy the header whose values a slow subscriber needs only the newest event of; null but with
 *     {@link SlowPolicy#CONFLATE}
 * @param lastValue whether a subscription begins with the newest event
 * @param schema what payloads must look like; null where anything goes
 * @param maxPayloadBytes of a payload in UTF-8; a frame bounds it too
 * @param publishPerSecond into each channel, by all publishers of one instance together; 0 for no bound
 * @param patterns whether subscriptions may name many channels at once
 * @param priority whether events of high priority overtake others on their way to a subscriber
 * @param deadline whether an event is of no use to anybody behind its {@code expiresAt}
 * @param log in which durable events lie: a group of shards
 * @param inbox how each user's channel remembers what was read; null where the channels are no inboxes
 */
public record NamespaceOptions(
        String name,
        Durability durability,
        HistoryBound history,
        PresenceMode presence,
        boolean joinLeave,
        SlowPolicy slow,
        String conflateBy,
        boolean lastValue,
        PayloadSchema schema,
        int maxPayloadBytes,
        int publishPerSecond,
        boolean patterns,
        boolean priority,
        boolean deadline,
        String log,
        InboxOptions inbox) {

    /** Where nothing is declared: everything can be tried out. */
    public static final NamespaceOptions OPEN = new NamespaceOptions(
            NamespaceName.DEFAULT,
            Durability.DURABLE,
            HistoryBound.RETAINED,
            PresenceMode.MEMBERS,
            true,
            SlowPolicy.CATCH_UP,
            null,
            false,
            null,
            Integer.MAX_VALUE,
            0,
            true,
            true,
            true,
            LogShard.MAIN,
            null);

    public NamespaceOptions {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(presence, "presence");
        Objects.requireNonNull(slow, "slow");
        Objects.requireNonNull(log, "log");
    }

    /** The same, for a namespace whose channels are each one user's inbox. */
    NamespaceOptions named(String namespace, InboxOptions options) {
        return new NamespaceOptions(
                namespace,
                durability,
                history,
                presence,
                joinLeave,
                slow,
                conflateBy,
                lastValue,
                schema,
                maxPayloadBytes,
                publishPerSecond,
                patterns,
                priority,
                deadline,
                log,
                options);
    }

    /** What of a channel's past is kept. */
    public Retention retention() {
        return new Retention(history, lastValue, deadline);
    }

    public boolean ephemeral() {
        return durability == Durability.EPHEMERAL;
    }
}
