package org.tidings.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tidings.log.BrokerConnector;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** Where the broker is and as whom this instance logs in there, from its settings. Stateless. */
final class BrokerEndpoint {
    private static final String PASSWORD_FILE_KEY = "tidings.broker.password-file";
    private static final String ISSUERS_KEY = "tidings.broker.ca";

    /** The name that brokers of ours give all instances. */
    private static final String INSTANCES = "tidings";

    private BrokerEndpoint() {}

    static BrokerConnector.Endpoint from(Settings settings) {
        String password = settings.find("tidings.broker.password")
                .or(() -> settings.find(PASSWORD_FILE_KEY).map(BrokerEndpoint::firstLine))
                .orElse(null);
        Optional<String> user = settings.find("tidings.broker.user");
        return new BrokerConnector.Endpoint(
                settings.get("tidings.broker.url", "tcp://127.0.0.1:61616"),
                user.orElse(password == null ? null : INSTANCES),
                password,
                settings.find("tidings.broker.connection-factory").orElse(null),
                settings.find(ISSUERS_KEY).map(BrokerEndpoint::readable).orElse(null));
    }

    private static String firstLine(String file) {
        String line;
        try {
            line = Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            throw new InvalidSetting(PASSWORD_FILE_KEY + ": the file " + file + " cannot be read");
        }
        if (line.isEmpty()) {
            throw new InvalidSetting(PASSWORD_FILE_KEY + ": the file " + file + " holds no password in its first line");
        }
        return line;
    }

    private static String readable(String file) {
        if (!Files.isReadable(Path.of(file))) {
            throw new InvalidSetting(ISSUERS_KEY + ": the file " + file + " cannot be read");
        }
        return file;
    }
}
