package org.tidings.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An Artemis broker alone, as {@code ./tidings broker} runs it. Keeps its port and data over restarts. */
public final class BrokerNode extends ControlledProcess {

    private final int port = FreePort.next();
    private final Path data;
    private final BrokerLogin login;

    BrokerNode(String name, Path folder, BrokerLogin login) {
        super(name, folder.resolve(name + ".log"));
        this.data = folder.resolve(name + "-data");
        this.login = login;
    }

    @Override
    List<String> command() {
        return Distribution.java(
                "broker",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--keys",
                login.keys().toString());
    }

    /** What instances are given as {@code --broker}. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** As whom instances log in. */
    BrokerLogin login() {
        return login;
    }

    /** For a JMS client that is what an instance is. */
    public String instanceUrl() {
        return url() + login.parameters();
    }

    public int port() {
        return port;
    }

    /** The folder of its journal; not there before its first start. */
    public Path data() {
        return data;
    }

    @Override
    List<Path> logs() {
        return Stream.concat(super.logs().stream(), logsBelow(data).stream()).toList();
    }

    /** Its own word: a port that answers may be the launcher's, which tries whether it is free. */
    @Override
    boolean ready() {
        return hasSaid("Tidings broker is ready");
    }
}
