package org.tidings.testkit.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Tokens;

/**
 * Tidings, on one of the servers that it runs on, with its defaults: tokens are verified, rights are checked, durable events are
 * on the disk. Only what one user or address may do is lifted, for all the load comes from one.
 */
public final class Tidings implements Peer {

    private static final String WITHOUT_LIMIT = "1000000";

    private static final String CONFIGURATION =
            """
            {
              "channels": "open",
              "namespaces": {
                "%s": {},
                "%s": {"durability": "ephemeral"}
              }
            }
            """
                    .formatted(Speech.DURABLE, Speech.EPHEMERAL);

    private final Platform platform;
    private final Map<String, String> settings = new HashMap<>();

    public Tidings(Platform platform) {
        this.platform = platform;
        for (String limit : List.of(
                "tidings.publish-per-second",
                "tidings.publish-per-second-per-user",
                "tidings.handshakes-per-second",
                "tidings.max-connections",
                "tidings.max-connections-per-user")) {
            settings.put(limit, WITHOUT_LIMIT);
        }
    }

    /** Sets a key of the configuration. */
    public Tidings setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The talk of a connection whose token was made elsewhere. */
    public static Conversation talk(int port, String token, String channel, Speech speech) {
        return new TidingsConversation(
                port, token, channel == null ? null : speech.namespace() + ":" + channel, speech);
    }

    @Override
    public String name() {
        return "tidings";
    }

    @Override
    public Running start(Path folder, int nodes) throws Exception {
        Path configuration = folder.resolve("namespaces.json");
        Files.writeString(configuration, CONFIGURATION);
        Map<String, String> all = new HashMap<>(settings);
        all.put("tidings.config", configuration.toString());
        return new Running(platform.start(folder, nodes, all));
    }

    /** Started. */
    public static final class Running implements RunningPeer {

        private final Instances instances;

        Running(Instances instances) {
            this.instances = instances;
        }

        @Override
        public int port(int node) {
            return instances.port(node);
        }

        @Override
        public List<ProcessHandle> processes() {
            return instances.processes();
        }

        @Override
        public Dialect dialect() {
            return dialect(Speech.durable());
        }

        public Dialect dialect(Speech speech) {
            Tokens tokens = instances.tokens();
            return (node, user, channel) -> talk(instances.port(node), tokens.of(user), channel, speech);
        }

        /** With the keys that it trusts. */
        public Tokens tokens() {
            return instances.tokens();
        }

        @Override
        public void close() {
            instances.close();
        }
    }
}
