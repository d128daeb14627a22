package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tidings.testkit.load.Scenario;

/** The scenarios in which others can take part. */
public final class Comparisons {

    /** The only one that asks on what JVMs. */
    public static final String JVMS = "jvms";

    static final String TRIVIAL = "trivial";
    static final String SOCKET_IO = "socketio";
    static final String SOCKET_IO_REDIS = "socketio-redis";
    static final String SOCKET_IO_STREAMS = "socketio-streams";

    /** Of a server that is kept busy. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /**
     * Of one that has time left: fewer calls a second reach the JVM's compiler, which uses a third of such a server's
     * processor time in the first half minute.
     */
    private static final Duration LONG_WARM_UP = Duration.ofSeconds(40);

    /**
     * @param peers who takes part unless told otherwise: those that the goals name
     * @param warmUp of each contestant, be it Tidings or a peer, unless told otherwise
     */
    private record Entry(Function<Plan, Scenario> scenario, List<String> peers, Duration warmUp) {

        Entry(Function<Plan, Scenario> scenario, List<String> peers) {
            this(scenario, peers, WARM_UP);
        }
    }

    private static final Map<String, Entry> ALL = new LinkedHashMap<>();

    static {
        ALL.put("fanout", new Entry(FanOut::new, List.of(SOCKET_IO)));
        ALL.put("half-load", new Entry(HalfLoad::new, List.of(), LONG_WARM_UP));
        ALL.put("rooms", new Entry(Rooms::new, List.of(SOCKET_IO), LONG_WARM_UP));
        ALL.put("cross", new Entry(Cross::new, List.of(SOCKET_IO_STREAMS, SOCKET_IO_REDIS), LONG_WARM_UP));
        ALL.put("generator", new Entry(Generation::new, List.of(TRIVIAL)));
        ALL.put("idle", new Entry(Idle::new, List.of()));
        ALL.put("connects", new Entry(Connects::new, List.of(SOCKET_IO)));
        ALL.put("compression", new Entry(Compression::new, List.of(), LONG_WARM_UP));
        ALL.put(JVMS, new Entry(Jvms::new, List.of(), LONG_WARM_UP));
        ALL.put("hold", new Entry(Hold::one, List.of()));
        ALL.put("hold-three", new Entry(Hold::three, List.of()));
        ALL.put("log", new Entry(Log::new, List.of()));
    }

    private Comparisons() {}

    public static Stream<String> names() {
        return ALL.keySet().stream();
    }

    /** Who takes part in a scenario unless told otherwise; empty where there is no such scenario. */
    public static Optional<List<String>> usualPeers(String scenario) {
        return Optional.ofNullable(ALL.get(scenario)).map(Entry::peers);
    }

    /** How long each contestant works before its first turn, unless told otherwise. */
    public static Duration usualWarmUp(String scenario) {
        return ALL.get(scenario).warmUp;
    }

    /** @param name one of {@link #names} */
    public static Scenario of(String name, Plan plan) {
        return ALL.get(name).scenario.apply(plan);
    }
}
