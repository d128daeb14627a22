package org.tidings.testkit;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Two instances as the documentation suggests them first: A with the broker in its own process, B attached to it. They
 * ping every second, and believe each other's members for five, so that tests of what comes by the clock are short, and follow the example of a configuration with
 * namespaces, in which all other channels are open. Shared by all test classes of a run: each test uses channels of its own, and one that does harm undoes it.
 */
public final class NodePair implements AutoCloseable {

    private final NodeControl control = new NodeControl();
    private final Node a = control.embedded("a");
    private final Node b = control.attached("b", a.brokerUrl());

    NodePair() {
        Path configuration = Distribution.root().resolve("examples/configuration/namespaces.json");
        for (Node node : new Node[] {a, b}) {
            node.setting("tidings.config", configuration.toString());
            node.setting("tidings.ping-interval-millis", "1000");
            node.setting("tidings.pong-timeout-millis", "5000");
            node.setting("tidings.presence.lease-millis", "5000");
            node.setting("tidings.presence.grace-millis", "2000");
            // One does, one does not.
            node.setting("tidings.compression", Boolean.toString(node == a));
            node.start();
        }
    }

    public Node a() {
        return a;
    }

    public Node b() {
        return b;
    }

    public Tokens tokens() {
        return control.tokens();
    }

    /** The folder of both instances' data and logs. */
    public NodeControl control() {
        return control;
    }

    /** A channel of a namespace that no other test uses. */
    public String freshChannel(String namespace) {
        return namespace + ":" + UUID.randomUUID();
    }

    /** A channel that no other test uses. */
    public String freshChannel() {
        return freshChannel("it");
    }

    @Override
    public void close() {
        control.close();
    }
}
