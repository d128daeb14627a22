package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.Tokens;

/** What {@code ./tidings serve} runs: the first instance has the broker in its own process. */
record PayaraMicro(int heapMegabytes) implements Platform {

    @Override
    public Platform withHeap(int megabytes) {
        return new PayaraMicro(megabytes);
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
            settings.forEach(node.heap(heapMegabytes)::setting);
            nodes.add(node);
            try {
                node.start();
            } catch (AssertionError e) {
                control.close();
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        return new Running(control, nodes);
    }

    private record Running(NodeControl control, List<Node> nodes) implements Instances {

        @Override
        public int port(int instance) {
            return nodes.get(instance).port();
        }

        @Override
        public List<ProcessHandle> processes() {
            return nodes.stream()
                    .map(node -> ProcessHandle.of(node.pid()).orElseThrow())
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
}
