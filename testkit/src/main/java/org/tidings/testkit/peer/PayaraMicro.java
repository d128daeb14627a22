package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Jvm;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/** What {@code ./tidings serve} runs: the first instance has the broker in its own process. */
record PayaraMicro(Jvm jvm) implements Platform {

    @Override
    public Platform on(Jvm other) {
        return new PayaraMicro(other);
    }

    @Override
    public String name() {
        return "payara-micro";
    }

    @Override
    public Instances start(Path folder, int count, Map<String, String> settings) {
        NodeControl control = new NodeControl();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "node-" + i;
            Node node = i == 0
                    ? control.embedded(name)
                    : control.attached(name, nodes.get(0).brokerUrl());
            settings.forEach(node.on(jvm)::setting);
            nodes.add(node);
            StartedNodes.start(control, node);
        }
        return new StartedNodes(control, nodes, List.of());
    }
}
