package org.tidings.authorization;

import java.util.List;
import java.util.Set;
import org.tidings.authentication.Caller;

/** One rule of the configuration file. Immutable. */
record Rule(RuleName name, boolean allows, Set<ChannelAction> actions, List<Channels> channels, Audience to) {

    boolean covers(Caller caller, ChannelAction action, String channel) {
        return actions.contains(action) && names(caller, channel) && to.holds(caller, action, channel);
    }

    /** Whether it may cover some channel that a pattern holds. */
    boolean mayCover(Caller caller, ChannelAction action, ChannelPattern pattern) {
        CallerValues values = new CallerValues(caller);
        return actions.contains(action)
                && to.mayHold(caller, action)
                && channels.stream().anyMatch(each -> each.mayShare(pattern, values));
    }

    /** For an action that it lists. */
    Consideration consider(Caller caller, ChannelAction action, String channel) {
        boolean named = names(caller, channel);
        boolean addressed = to.holds(caller, action, channel);
        String why = named
                ? addressed ? "counts" : "is not made to this caller"
                : addressed ? "does not hold the channel" : "does not hold the channel, nor is it made to this caller";
        return new Consideration(name, allows, named && addressed, why);
    }

    private boolean names(Caller caller, String channel) {
        CallerValues values = new CallerValues(caller);
        for (Channels each : channels) {
            if (each.hold(channel, values)) {
                return true;
            }
        }
        return false;
    }
}
