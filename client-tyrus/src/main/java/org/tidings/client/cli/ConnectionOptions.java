package org.tidings.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.LogManager;
import org.tidings.client.TidingsClient;
import org.tidings.client.TidingsClientBuilder;
import org.tidings.client.TokenSupplier;
import org.tidings.client.TrustedCertificates;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.client.token.DevelopmentToken;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where to connect, and as whom. */
final class ConnectionOptions {

    private static final String TOKEN_VARIABLE = "TIDINGS_TOKEN";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "ws://127.0.0.1:8080/tidings/ws",
            description = "WebSocket address of an instance. Default: ws://127.0.0.1:8080/tidings/ws.")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "The token to connect with. Default: the environment variable " + TOKEN_VARIABLE
                    + ", else one made from the development keys for the user of this system.")
    private String token;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Trust the certificates in this PEM file for wss:// addresses, instead of those that Java knows.")
    private Path ca;

    @Mixin
    private KeyOptions keys;

    /** A builder with address and token set. */
    TidingsClientBuilder client() throws CommandFailure {
        // The libraries' log would stand between the lines that the user came for.
        LogManager.getLogManager().reset();
        TidingsClientBuilder builder;
        try {
            builder = TidingsClient.builder(URI.create(url));
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(spec.commandLine(), "--url is no ws:// or wss:// address: " + url, unusable);
        }
        if (ca != null) {
            try {
                builder.sslContext(TrustedCertificates.context(ca));
            } catch (IOException unusable) {
                throw new CommandFailure("--ca: cannot use " + ca + ": " + unusable.getMessage(), unusable);
            }
        }
        return builder.token(tokens(spec.commandLine().getErr()));
    }

    String url() {
        return url;
    }

    private TokenSupplier tokens(PrintWriter err) throws CommandFailure {
        String given = token != null ? token : System.getenv(TOKEN_VARIABLE);
        if (given != null && !given.isBlank()) {
            String stripped = given.strip();
            return () -> stripped;
        }
        DevelopmentKeys opened = keys.open(err);
        String user = System.getProperty("user.name");
        return () -> DevelopmentToken.of(user, TOKEN_LIFETIME).sign(opened);
    }
}
