package org.tidings.ear;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.tidings.testkit.BrokerLogin;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.FreePort;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.Tokens;

/**
 * What a server under test needs around it: a broker in a process of its own, keys, free ports, and its settings. There once the
 * first test class is about to start, before Arquillian reads its configuration, and gone with the last.
 */
public final class ServerSurroundings implements BeforeAllCallback, TestExecutionExceptionHandler {

    static final String ALLOWED_ORIGIN = "https://app.example";

    private static final Namespace NAMESPACE = Namespace.create(ServerSurroundings.class);
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** JUnit closes it, behind Arquillian, which came later: the server goes first. */
    @Override
    public void beforeAll(ExtensionContext context) {
        store(context).getOrComputeIfAbsent(NodeControl.class, key -> start(), NodeControl.class);
    }

    /** The server's log is in the report; this is what the broker has to say. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        String test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        store(context).get(NodeControl.class, NodeControl.class).keepEvidence(TARGET.resolve("failed-" + test));
        throw failure;
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    /** A port of the server under test. */
    static int port(String listener) {
        return Integer.getInteger("tidings.it." + listener + ".port");
    }

    /** Tokens that the server under test believes. */
    static Tokens tokens() {
        return new Tokens(Path.of(System.getProperty("tidings.it.keys")));
    }

    private static NodeControl start() {
        NodeControl control = new NodeControl();
        try {
            BrokerNode broker = control.broker("broker");
            broker.start();
            Tokens.makeKeys(control.keys());
            Map<String, String> settings = settings(broker.url(), control.brokerLogin(), control.keys());
            System.setProperty("tidings.it.keys", control.keys().toString());
            for (String listener : new String[] {"http", "https", "management.http"}) {
                System.setProperty("tidings.it." + listener + ".port", Integer.toString(FreePort.next()));
            }
            WildFlySurroundings.prepare(TARGET, settings);
            PayaraMicroSurroundings.prepare(TARGET, settings);
            return control;
        } catch (IOException e) {
            control.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    /** All that every server is told. Channels are left closed: who opens them says so. */
    private static Map<String, String> settings(String brokerUrl, BrokerLogin login, Path keys) {
        return new TreeMap<>(Map.of(
                "tidings.instance",
                "it",
                "tidings.broker.url",
                brokerUrl,
                "tidings.broker.password-file",
                login.passwordFile().toString(),
                "tidings.allowed-origins",
                ALLOWED_ORIGIN,
                "mp.jwt.verify.publickey.location",
                Tokens.publicKeys(keys).toUri().toString(),
                "mp.jwt.verify.publickey.algorithm",
                "ES256",
                "mp.jwt.verify.issuer",
                "tidings-development"));
    }

    /** Settings as options of {@code java}. */
    static String systemProperties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
