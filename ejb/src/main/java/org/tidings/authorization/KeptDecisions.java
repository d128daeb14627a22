package org.tidings.authorization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidings.authentication.Caller;

/**
 * What was decided about one connection's publishing, kept until the rules or the caller's token change: a publish to a channel
 * that was used before costs a look into a map. Thread-safe.
 */
public final class KeptDecisions {
    /** Channels remembered; beyond it all are forgotten, and decided again. */
    private static final int MAX_KEPT = 1_000;

    /** Replaced as a whole when what the decisions rest on has changed. */
    private volatile Kept kept = new Kept(null, null, Map.of());

    private record Kept(Authorizer rules, Caller caller, Map<String, Decision> publish) {}

    /**
     * @param rules as they are now
     * @param caller as they are now: another object than before where the token was replaced
     */
    public Decision publish(Authorizer rules, Caller caller, String channel) {
        Kept current = kept;
        if (current.rules() != rules || current.caller() != caller) {
            current = new Kept(rules, caller, new ConcurrentHashMap<>(4));
            kept = current;
        }
        Decision known = current.publish().get(channel);
        if (known != null) {
            return known;
        }
        Decision decision = rules.decide(caller, ChannelAction.PUBLISH, channel);
        if (current.publish().size() >= MAX_KEPT) {
            current.publish().clear();
        }
        current.publish().put(channel, decision);
        return decision;
    }
}
