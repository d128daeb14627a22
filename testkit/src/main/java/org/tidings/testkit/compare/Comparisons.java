package org.tidings.testkit.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tidings.testkit.load.Scenario;

/** The scenarios in which others can take part. */
public final class Comparisons {

    static final String TRIVIAL = "trivial";
    static final String SOCKET_IO = "socketio";
    static final String SOCKET_IO_REDIS = "socketio-redis";
    static final String SOCKET_IO_STREAMS = "socketio-streams";

    /**
     * @param peers who takes part unless told otherwise: those that the goals name
     */
    private record Entry(Function<Plan, Scenario> scenario, List<String> peers) {}

    private static final Map<String, Entry> ALL = new LinkedHashMap<>();

    static {
        ALL.put("fanout", new Entry(FanOut::new, List.of(SOCKET_IO)));
        ALL.put("half-load", new Entry(HalfLoad::new, List.of()));
        ALL.put("rooms", new Entry(Rooms::new, List.of(SOCKET_IO)));
        ALL.put("cross", new Entry(Cross::new, List.of(SOCKET_IO_STREAMS, SOCKET_IO_REDIS)));
        ALL.put("generator", new Entry(Generation::new, List.of(TRIVIAL)));
        ALL.put("idle", new Entry(Idle::new, List.of()));
        ALL.put("connects", new Entry(Connects::new, List.of(SOCKET_IO)));
        ALL.put("compression", new Entry(Compression::new, List.of()));
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

    /** @param name one of {@link #names} */
    public static Scenario of(String name, Plan plan) {
        return ALL.get(name).scenario.apply(plan);
    }
}
