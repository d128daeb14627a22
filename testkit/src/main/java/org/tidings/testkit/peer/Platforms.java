package org.tidings.testkit.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tidings.testkit.Jvm;

/** The servers that {@code --server} can name. */
public final class Platforms {

    /** One a line, the default first. */
    private static final List<Platform> ALL = List.of(new PayaraMicro(Jvm.OURS), new WildFly(Jvm.OURS));

    private Platforms() {}

    public static Optional<Platform> named(String name) {
        return ALL.stream().filter(platform -> platform.name().equals(name)).findFirst();
    }

    public static Stream<String> names() {
        return ALL.stream().map(Platform::name);
    }
}
