package org.tidings.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What instances tell each other of rates that they share, of users and of channels, in one list of names. Thread-safe. */
public final class SharedUsage {
    private static final String USER = "user ";
    private static final String CHANNEL = "channel ";

    private final UserRates users;
    private final ChannelRates channels;
    private final ToIntFunction<String> perSecond;

    /** @param perSecond what a channel bears; 0 without a bound */
    public SharedUsage(RequestLimits limits, ToIntFunction<String> perSecond) {
        this.users = limits.users();
        this.channels = limits.channels();
        this.perSecond = perSecond;
    }

    /** What was taken here since this was last asked. */
    public Map<String, Long> taken() {
        Map<String, Long> taken = new HashMap<>();
        users.published().forEach((user, publishes) -> taken.put(USER + user, publishes));
        channels.published().forEach((channel, publishes) -> taken.put(CHANNEL + channel, publishes));
        return taken;
    }

    /** Another instance tells. What begins with nothing that is known here is of a newer one. */
    public void takenElsewhere(String name, long publishes) {
        if (name.startsWith(USER)) {
            users.publishedElsewhere(name.substring(USER.length()), publishes);
        } else if (name.startsWith(CHANNEL)) {
            channels.publishedElsewhere(name.substring(CHANNEL.length()), publishes, perSecond);
        }
    }
}
