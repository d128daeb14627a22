package org.tidings.testkit.peer;

import java.util.List;
import java.util.stream.Stream;
import org.tidings.testkit.ControlledProcess;
import org.tidings.testkit.Instance;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.Tokens;

/**
 * Instances that a control has started.
 *
 * @param beside what else belongs to the server: a broker in a process of its own
 */
record StartedNodes(NodeControl control, List<? extends Instance> nodes, List<? extends ControlledProcess> beside)
        implements Instances {

    /** Starts one process; ends all of the control's where that fails. */
    static void start(NodeControl control, ControlledProcess process) {
        try {
            process.start();
        } catch (AssertionError e) {
            control.close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public int port(int instance) {
        return nodes.get(instance).port();
    }

    @Override
    public List<ProcessHandle> processes() {
        return Stream.concat(nodes.stream(), beside.stream())
                .map(process -> ProcessHandle.of(process.pid()).orElseThrow())
                .toList();
    }

    @Override
    public Tokens tokens() {
        return control.tokens();
    }

    @Override
    public void close() {
        control.close();
    }
}
