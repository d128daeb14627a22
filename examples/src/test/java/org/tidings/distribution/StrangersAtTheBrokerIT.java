package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Command;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;

/** The distribution's broker was open to whoever reached its port. */
@ExtendWith(NodesExtension.class)
class StrangersAtTheBrokerIT {
    private static final Duration END = Duration.ofSeconds(120);

    /** One story, because every start takes seconds. */
    @Test
    void nobodyGetsInButWhoWasAdmittedAndWhatTheySendInVainIsShown(NodeControl control) throws Exception {
        BrokerNode broker = control.broker("broker");
        broker.start();
        // A certificate or a password read before the log was set up made the broker write each call to its console
        // instead.
        assertThat(Files.readString(broker.data().resolve("broker/log/broker.0.log")))
                .contains("AMQ221007")
                .doesNotContain("AMQ601");
        Path password = control.brokerLogin().passwordFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> send(broker.url())).isInstanceOf(JMSSecurityException.class);

        Path secret = Files.writeString(control.folder().resolve("secret"), "correct-horse-battery\n");
        succeeds(control, "add", "user", "add", "shop", "--role", "application", "--password-file", secret.toString());
        assertThat(succeeds(control, "list", "user", "list").lines()).contains("shop\ttidings-application");
        String keys = Files.readString(control.keys().resolve("broker-users.properties"));
        assertThat(keys)
                .doesNotContain(
                        "correct-horse-battery", Files.readString(password).strip());
        send(broker.url() + "?user=shop&password=correct-horse-battery");
        assertThat(letters(control, broker, "letters")).singleElement().satisfies(letter -> assertThat(
                        letter.split("\t"))
                .contains("no BytesMessage", "publish.0", "text", "shop"));
        assertThat(succeeds(control, "purge", "dead-letters", "purge", "--broker", broker.url())
                        .lines())
                .containsExactly("1 removed");
        assertThat(letters(control, broker, "none")).isEmpty();

        // Elsewhere, where nobody has brought the password.
        Command serve = control.command(
                "stranger",
                "serve",
                "--port",
                "0",
                "--broker",
                broker.url(),
                "--data",
                control.folder().resolve("elsewhere").toString());
        serve.start();
        assertThat(serve.awaitExit(END)).isEqualTo(1);
        assertThat(serve.errors()).contains("the broker refuses this instance", "--broker-password-file");
    }

    private static List<String> letters(NodeControl control, BrokerNode broker, String name) {
        return succeeds(control, name, "dead-letters", "list", "--broker", broker.url())
                .lines();
    }

    private static Command succeeds(NodeControl control, String name, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "broker";
        all[arguments.length + 1] = "--keys";
        all[arguments.length + 2] = control.keys().toString();
        Command command = control.command(name, all);
        command.start();
        assertThat(command.awaitExit(END)).as(command.errors()).isZero();
        return command;
    }

    private static void send(String url) throws JMSException, IOException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue("publish.0")).send(session.createTextMessage("hello"));
        }
    }
}
