package org.tidings.channel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.tidings.authentication.Caller;
import org.tidings.authorization.Authorizer;
import org.tidings.authorization.ChannelAction;
import org.tidings.fanout.ChannelRights;
import org.tidings.session.Requester;

/**
 * What the subscriber of a pattern may hear of each channel: decided by the rules when an event of the channel comes first, and kept
 * until the rules or the subscriber's token change. Thread-safe.
 */
final class PatternRights implements ChannelRights {

    private static final int MAX_KEPT = 10_000;

    private final Permissions permissions;
    private final Requester requester;
    /** Replaced as a whole when what the decisions rest on has changed. */
    private volatile Kept kept = new Kept(null, null);

    private record Kept(Authorizer rules, Caller caller, Map<String, Boolean> hear, Map<String, Boolean> readPast) {
        Kept(Authorizer rules, Caller caller) {
            this(rules, caller, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    PatternRights(Permissions permissions, Requester requester) {
        this.permissions = permissions;
        this.requester = requester;
    }

    @Override
    public boolean mayHear(String channel) {
        return may(ChannelAction.SUBSCRIBE, channel, Kept::hear);
    }

    @Override
    public boolean mayReadPast(String channel) {
        return may(ChannelAction.HISTORY, channel, Kept::readPast);
    }

    private boolean may(ChannelAction action, String channel, Function<Kept, Map<String, Boolean>> which) {
        Kept current = kept;
        Authorizer rules = permissions.rules();
        Caller caller = requester.caller();
        if (current.rules() != rules || current.caller() != caller) {
            current = new Kept(rules, caller);
            kept = current;
        }
        Map<String, Boolean> known = which.apply(current);
        Boolean decided = known.get(channel);
        if (decided == null) {
            decided = rules.decide(caller, action, channel).allowed();
            if (known.size() >= MAX_KEPT) {
                known.clear();
            }
            known.put(channel, decided);
        }
        return decided;
    }
}
