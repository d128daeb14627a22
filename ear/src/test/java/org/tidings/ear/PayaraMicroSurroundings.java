package org.tidings.ear;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Boots Payara Micro as the launcher does: on the loopback address alone, without Hazelcast, which would listen on every one. */
final class PayaraMicroSurroundings {

    private static final String SERVER = "set configs.config.server-config.";

    private PayaraMicroSurroundings() {}

    static void prepare(Path target, Map<String, String> settings) throws IOException {
        Path commands = target.resolve("payara-micro-pre-boot.txt");
        Files.write(
                commands,
                List.of(
                        SERVER + "network-config.network-listeners.network-listener.http-listener.address=127.0.0.1",
                        SERVER + "hazelcast-config-specific-configuration.enabled=false"));
        Map<String, String> own = new TreeMap<>(settings);
        own.put("tidings.channels", "open");
        own.put("java.io.tmpdir", System.getProperty("java.io.tmpdir"));
        System.setProperty(
                "tidings.it.payara.system-properties",
                "-Xmx512m -XX:TieredStopAtLevel=1 " + ServerSurroundings.systemProperties(own));
        System.setProperty(
                "tidings.it.payara.options",
                String.join(
                        " ",
                        "--prebootcommandfile",
                        commands.toString(),
                        "--port",
                        Integer.toString(ServerSurroundings.port("http")),
                        "--nohazelcast",
                        "--disablephonehome"));
    }
}
