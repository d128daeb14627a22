package org.tidings.testkit.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers that {@code --server} can name. */
public final class Platforms {

    /** What the peers on a JVM have too. */
    private static final int HEAP_MEGABYTES = 512;

    /** One a line, the default first. */
    private static final List<Platform> ALL = List.of(new PayaraMicro(HEAP_MEGABYTES), new WildFly(HEAP_MEGABYTES));

    private Platforms() {}

    public static Optional<Platform> named(String name) {
        return ALL.stream().filter(platform -> platform.name().equals(name)).findFirst();
    }

    public static Stream<String> names() {
        return ALL.stream().map(Platform::name);
    }
}
