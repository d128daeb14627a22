package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.Map;
import org.tidings.testkit.Jvm;

/** A server that Tidings runs on. Driven by one thread. */
public interface Platform {

    /** As it is written behind {@code --server}. */
    String name();

    /**
     * Starts instances, and the broker that they share, and returns when they are ready.
     *
     * @param folder empty, for whatever they write
     * @param count of instances
     * @param settings by their keys
     * @throws Exception where they do not come up: the message is what the user reads
     */
    Instances start(Path folder, int count, Map<String, String> settings) throws Exception;

    /** Whether {@code permessage-deflate} can be agreed on. */
    default boolean compresses() {
        return true;
    }

    /** The same, with each instance on this JVM; where they run already, the same. */
    default Platform on(Jvm jvm) {
        return this;
    }
}
