package org.tidings.testkit.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The peers that {@code --peers} can name. */
public final class Peers {

    /** One a line, in the order in which tables and charts show them. */
    private static final List<Peer> ALL = List.of();

    private Peers() {}

    public static Optional<Peer> named(String name) {
        return ALL.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    public static Stream<String> names() {
        return ALL.stream().map(Peer::name);
    }
}
