package org.tidings.examples;

import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Decides for Tidings what no rule can know: to whom an order belongs. Customers may follow the deliveries of their own orders,
 * couriers may report them; everything else is left to the rules.
 *
 * <p>Arguments: the broker's address, the name of a user with the role {@code authorizer}, a file with its password, and a file of lines
 * {@code order=owner}. Ends when the connection is lost, or with the process; several may run at once, each question is given to one of them.
 */
public final class OrderOwners {
    private static final String ORDERS = "deliveries:";

    private final Properties owners = new Properties();

    private OrderOwners(Path file) throws IOException {
        try (Reader lines = Files.newBufferedReader(file)) {
            owners.load(lines);
        }
    }

    public static void main(String[] arguments) throws IOException, JMSException {
        OrderOwners owners = new OrderOwners(Path.of(arguments[3]));
        String password = Files.readString(Path.of(arguments[2])).strip();
        try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(arguments[0]);
                JMSContext context = broker.createContext(arguments[1], password);
                JMSConsumer questions = context.createConsumer(context.createQueue("authorize"))) {
            System.out.println("answering");
            for (Message question = questions.receive(); question != null; question = questions.receive()) {
                owners.answer(question, context);
            }
        }
    }

    private void answer(Message question, JMSContext context) throws JMSException {
        Destination replyTo = question.getJMSReplyTo();
        if (replyTo != null && question instanceof TextMessage text) {
            try (JsonReader reader = Json.createReader(new StringReader(text.getText()))) {
                String verdict = verdict(reader.readObject()).build().toString();
                TextMessage answer = context.createTextMessage(verdict);
                answer.setJMSCorrelationID(question.getJMSCorrelationID());
                context.createProducer().setTimeToLive(10_000).send(replyTo, answer);
            }
        }
    }

    /** @param question as docs/authorizer.md says */
    private JsonObjectBuilder verdict(JsonObject question) {
        String channel = question.getString("channel");
        JsonObjectBuilder answer = Json.createObjectBuilder();
        if (!channel.startsWith(ORDERS)) {
            return answer.add("verdict", "abstain").add("keepSeconds", 300);
        }
        String order = channel.substring(ORDERS.length());
        boolean courier =
                question.getJsonArray("groups").stream().anyMatch(group -> group.equals(Json.createValue("couriers")));
        boolean owner = question.getString("user").equals(owners.getProperty(order));
        boolean may = question.getString("action").equals("publish") ? courier : owner || courier;
        return may
                ? answer.add("verdict", "allow").add("keepSeconds", 60)
                : answer.add("verdict", "veto").add("reason", "order " + order + " is somebody else's");
    }
}
