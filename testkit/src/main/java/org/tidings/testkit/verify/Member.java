package org.tidings.testkit.verify;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;

/**
 * An instance and the two networks around it.
 *
 * @param node the process
 * @param brokerSide between it and the broker, or each of two brokers
 * @param clientSide between clients and it
 */
record Member(Node node, List<FaultProxy> brokerSide, FaultProxy clientSide) implements AutoCloseable {

    private static final Pattern LEADING =
            Pattern.compile("(?m)^tidings_log_leading\\{[^}]*shard=\"(\\d+)\"[^}]*}\\s+1(?:\\.0)?$");

    String name() {
        return node.name();
    }

    /** Where clients connect: to the proxy. */
    URI ws() {
        return ws(clientSide);
    }

    /** The same instance, where a client reaches it by another way. */
    static URI ws(FaultProxy link) {
        return URI.create("ws://127.0.0.1:" + link.port() + "/tidings/ws");
    }

    /** The shards that it says it writes; none where it does not answer. */
    Set<Integer> leads() {
        Set<Integer> shards = new HashSet<>();
        try {
            Matcher matcher = LEADING.matcher(node.get("/metrics").body());
            while (matcher.find()) {
                shards.add(Integer.valueOf(matcher.group(1)));
            }
        } catch (IOException notNow) {
            return Set.of();
        }
        return shards;
    }

    @Override
    public void close() {
        clientSide.close();
        brokerSide.forEach(FaultProxy::close);
    }
}
