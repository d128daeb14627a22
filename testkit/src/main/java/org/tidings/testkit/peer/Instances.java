package org.tidings.testkit.peer;

import java.util.List;
import org.tidings.testkit.Tokens;

/** Instances of Tidings that run. Driven by one thread. */
public interface Instances extends AutoCloseable {

    /** @param instance from 0 */
    int port(int instance);

    /** Those of the instances first, in their order; then that of a broker beside them. */
    List<ProcessHandle> processes();

    /** With the keys that the instances trust. */
    Tokens tokens();

    @Override
    void close();
}
