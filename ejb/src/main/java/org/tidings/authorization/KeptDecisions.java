package org.tidings.authorization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.tidings.authentication.Caller;

/**
 * What was decided about one connection, kept until the rules or the caller's token change: a publish to a channel that was used
 * before costs a look into a map. What an application took part in is fresh for a while only. Thread-safe.
 */
public final class KeptDecisions {
    /** Channels remembered for each action; beyond it all are forgotten, and decided again. */
    private static final int MAX_KEPT = 1_000;

    /** Replaced as a whole when what the decisions rest on has changed. */
    private volatile Kept kept = new Kept(null, null);

    /** Made once for the rules and the caller, and filled by any thread. */
    private static final class Kept {
        private final Authorizer rules;
        private final Caller caller;
        /** By the action's ordinal; null where nothing was decided yet, as for most actions of most connections. */
        private final AtomicReferenceArray<Map<String, Timed>> byAction =
                new AtomicReferenceArray<>(ChannelAction.values().length);

        Kept(Authorizer rules, Caller caller) {
            this.rules = rules;
            this.caller = caller;
        }

        Map<String, Timed> of(ChannelAction action) {
            Map<String, Timed> known = byAction.get(action.ordinal());
            if (known == null) {
                byAction.compareAndSet(action.ordinal(), null, new ConcurrentHashMap<>(1));
                known = byAction.get(action.ordinal());
            }
            return known;
        }
    }

    /** @param freshUntil of {@link System#nanoTime()}; only looked at where the decision may grow old */
    private record Timed(Decision decision, boolean ages, long freshUntil) {}

    /**
     * What rules alone decide about publishing.
     *
     * @param rules as they are now
     * @param caller as they are now: another object than before where the token was replaced
     */
    public Decision publish(Authorizer rules, Caller caller, String channel) {
        Map<String, Timed> known = current(rules, caller).of(ChannelAction.PUBLISH);
        Timed timed = known.get(channel);
        if (timed != null) {
            return timed.decision();
        }
        Decision decision = rules.decide(caller, ChannelAction.PUBLISH, channel);
        put(known, channel, new Timed(decision, false, 0));
        return decision;
    }

    /** What was kept, however old; null where nothing was. */
    public Decision known(Authorizer rules, Caller caller, ChannelAction action, String channel) {
        Timed timed = current(rules, caller).of(action).get(channel);
        return timed == null ? null : timed.decision();
    }

    /** Whether something was kept and has not grown old. */
    public boolean isFresh(Authorizer rules, Caller caller, ChannelAction action, String channel) {
        Timed timed = current(rules, caller).of(action).get(channel);
        return timed != null && (!timed.ages() || timed.freshUntil() - System.nanoTime() > 0);
    }

    /** For as long as what applications said to it is fresh; without any, until rules or caller change. */
    public void keep(Authorizer rules, Caller caller, ChannelAction action, String channel, Decision decision) {
        Said said = decision.said();
        put(
                current(rules, caller).of(action),
                channel,
                new Timed(decision, said != null, said == null ? 0 : said.freshUntilNanos()));
    }

    private Kept current(Authorizer rules, Caller caller) {
        Kept current = kept;
        if (current.rules != rules || current.caller != caller) {
            current = new Kept(rules, caller);
            kept = current;
        }
        return current;
    }

    private static void put(Map<String, Timed> known, String channel, Timed decision) {
        if (known.size() >= MAX_KEPT) {
            known.clear();
        }
        known.put(channel, decision);
    }
}
