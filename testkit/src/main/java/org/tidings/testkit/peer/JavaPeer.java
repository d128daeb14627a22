package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Distribution;

/**
 * A server on the JVM, built by Maven, with the heap that an instance of Tidings has here.
 *
 * @param main its main class, which is given the port
 */
record JavaPeer(String name, String main, Servers.Talks talks) implements Peer {

    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies";

    @Override
    public RunningPeer start(Path working, int nodes) throws Exception {
        Alone.check(this, nodes);
        Path made = new Recipe(
                        name,
                        List.of("pom.xml", "src/main/java/" + main.replace('.', '/') + ".java"),
                        Tool.MAVEN,
                        List.of("-B", "-q", "-ntp", "compile", COPY, "-DoutputDirectory=target/lib"))
                .made();
        String classes = made.resolve("target/classes") + ":" + made.resolve("target/lib") + "/*";
        return Servers.start(
                working,
                talks,
                servers -> servers.node(
                        name,
                        port -> List.of(
                                Distribution.tool("java"), "-Xmx512m", "-cp", classes, main, Integer.toString(port)),
                        Map.of()));
    }
}
