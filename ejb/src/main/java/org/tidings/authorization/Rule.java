package org.tidings.authorization;

import java.util.List;
import java.util.Set;
import org.tidings.authentication.Caller;

/** One rule of the configuration file. Immutable. */
record Rule(RuleName name, boolean allows, Set<ChannelAction> actions, List<Channels> channels, Audience to) {

    boolean covers(Caller caller, ChannelAction action, String channel) {
        return actions.contains(action) && names(caller, channel) && to.holds(caller, action, channel);
    }

    boolean names(Caller caller, String channel) {
        CallerValues values = new CallerValues(caller);
        for (Channels each : channels) {
            if (each.hold(channel, values)) {
                return true;
            }
        }
        return false;
    }
}
