package org.tidings.testkit.load;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The scenarios of Tidings alone, by their names. */
public final class LoadScenarios {

    /** In full, and short. */
    private record Sizes(Supplier<Scenario> full, Supplier<Scenario> brief) {}

    private static final Map<String, Sizes> ALL = Map.of(
            "client-drops", new Sizes(ClientDrops::full, ClientDrops::brief),
            "ephemeral", new Sizes(EphemeralLatency::full, EphemeralLatency::brief),
            "reconnect-storm", new Sizes(ReconnectStorm::full, ReconnectStorm::brief),
            "slow-subscribers", new Sizes(SlowSubscribers::full, SlowSubscribers::brief),
            "presence", new Sizes(PresenceStorm::full, PresenceStorm::brief),
            "sequencer", new Sizes(LogRate::full, LogRate::brief),
            "flood", new Sizes(Flood::full, Flood::brief),
            "attack", new Sizes(Attack::full, Attack::brief),
            "soak", new Sizes(Soak::full, Soak::brief),
            "checker", new Sizes(CheckerSpeed::full, CheckerSpeed::brief));

    private LoadScenarios() {}

    public static Stream<String> names() {
        return ALL.keySet().stream();
    }

    /** @param name one of {@link #names} */
    public static Scenario of(String name, boolean brief) {
        Sizes sizes = ALL.get(name);
        return (brief ? sizes.brief : sizes.full).get();
    }
}
