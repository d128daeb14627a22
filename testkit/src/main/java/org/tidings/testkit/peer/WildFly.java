package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Jvm;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.WildFlyNode;

/** WildFly with the EAR, and {@code ./tidings broker} in a process beside it. */
record WildFly(Jvm jvm) implements Platform {

    @Override
    public Platform on(Jvm other) {
        return new WildFly(other);
    }

    @Override
    public String name() {
        return "wildfly";
    }

    /** Only in front of Tyrus can it be. */
    @Override
    public boolean compresses() {
        return false;
    }

    @Override
    public Instances start(Path folder, int count, Map<String, String> settings) {
        NodeControl control = new NodeControl();
        BrokerNode broker = control.broker("broker");
        StartedNodes.start(control, broker);
        List<WildFlyNode> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WildFlyNode node = control.wildFly("node-" + i, broker);
            settings.forEach(node.on(jvm)::setting);
            nodes.add(node);
            StartedNodes.start(control, node);
        }
        return new StartedNodes(control, nodes, List.of(broker));
    }
}
