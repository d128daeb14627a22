package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One instance of Tidings on WildFly: the EAR as it was built, in {@code standalone.xml} as it comes. The server was unpacked by the
 * build and is not written to; configuration, logs and deployments are below a folder of the node's own.
 */
public final class WildFlyNode extends Instance {

    private static final Path EAR = Path.of("ear", "target", "tidings.ear");

    /** What {@code standalone.sh} opens to the server's own modules. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.security",
            "java.util",
            "java.util.concurrent");

    private final int managementPort = FreePort.next();
    private final int secondPort = FreePort.next();
    private final Path base;

    WildFlyNode(String name, Path folder, Path keys, BrokerNode broker) {
        super(name, folder.resolve(name + ".log"));
        this.base = folder.resolve(name + "-wildfly");
        setting("tidings.instance", name);
        setting("tidings.broker.url", broker.url());
        setting("tidings.broker.password-file", broker.login().passwordFile().toString());
        setting(
                "mp.jwt.verify.publickey.location",
                Tokens.publicKeys(keys).toUri().toString());
        setting("mp.jwt.verify.publickey.algorithm", "ES256");
        setting("mp.jwt.verify.issuer", Tokens.ISSUER);
        setting("tidings.channels", "open");
    }

    @Override
    public WildFlyNode setting(String key, String value) {
        super.setting(key, value);
        return this;
    }

    @Override
    public WildFlyNode on(Jvm other) {
        super.on(other);
        return this;
    }

    @Override
    List<String> command() {
        Path home = home();
        layOut(home);
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        arguments.addAll(List.of("-b", "127.0.0.1", "-bmanagement", "127.0.0.1"));
        arguments.add("-Djboss.home.dir=" + home);
        arguments.add("-Djboss.server.base.dir=" + base);
        arguments.add("-Djboss.http.port=" + port());
        arguments.add("-Djboss.https.port=" + secondPort);
        arguments.add("-Djboss.management.http.port=" + managementPort);
        List<String> command =
                new ArrayList<>(Distribution.java(home.resolve("jboss-modules.jar"), arguments.toArray(String[]::new)));
        command.addAll(
                1,
                OPENED.stream()
                        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                        .toList());
        command.addAll(1, List.of("-Djava.net.preferIPv4Stack=true", "-Djboss.modules.system.pkgs=org.jboss.byteman"));
        return onItsJvm(command);
    }

    /** The server that the build unpacked for its own tests. */
    private static Path home() {
        Path target = Distribution.root().resolve("ear").resolve("target");
        try (Stream<Path> found = Files.list(target)) {
            return found.filter(folder -> folder.getFileName().toString().startsWith("wildfly-"))
                    .filter(folder -> Files.isRegularFile(folder.resolve("jboss-modules.jar")))
                    .max(Path::compareTo)
                    .orElseThrow(() -> new IllegalStateException(
                            "no WildFly in " + target + ": unpack it with mvn -pl ear dependency:unpack@servers"));
        } catch (IOException e) {
            throw new UncheckedIOException("no WildFly in " + target, e);
        }
    }

    private void layOut(Path home) {
        try {
            Path configuration = base.resolve("configuration");
            Path deployments = Files.createDirectories(base.resolve("deployments"));
            if (!Files.exists(configuration)) {
                copy(home.resolve("standalone").resolve("configuration"), configuration);
            }
            Files.copy(
                    Distribution.root().resolve(EAR),
                    deployments.resolve("tidings.ear"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("WildFly's folder " + base + " cannot be made", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** WildFly itself starts whatever becomes of what is deployed. */
    @Override
    boolean ready() {
        if (Files.exists(base.resolve("deployments").resolve("tidings.ear.failed"))) {
            throw new AssertionError(name() + " could not be deployed\n" + lastWords());
        }
        return super.ready();
    }

    @Override
    List<Path> logs() {
        return Stream.concat(super.logs().stream(), logsBelow(base).stream()).toList();
    }
}
