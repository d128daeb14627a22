package org.tidings.launcher.broker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.tidings.log.LogAddresses;

/** The dead letters of a broker, as an operator looks at them. Called by reflection, by the launcher's command; stateless. */
public final class DeadLetterQueue {
    private static final int SHOWN = 200;

    private DeadLetterQueue() {}

    /**
     * One line each, oldest first, without what is in them.
     *
     * @param broker {@code url}, and {@code user}, {@code password} and {@code issuers} where they are needed
     */
    public static List<String> list(Map<String, String> broker) throws Exception {
        return with(broker, session -> {
            List<String> lines = new ArrayList<>();
            try (ClientConsumer browser = session.createConsumer(LogAddresses.DEAD, true)) {
                for (ClientMessage letter = browser.receiveImmediate();
                        letter != null;
                        letter = browser.receiveImmediate()) {
                    lines.add(line(letter));
                }
            }
            return lines;
        });
    }

    /** Removes them; says how many. */
    public static List<String> purge(Map<String, String> broker) throws Exception {
        return with(broker, session -> {
            int count = 0;
            try (ClientConsumer consumer = session.createConsumer(LogAddresses.DEAD)) {
                for (ClientMessage letter = consumer.receiveImmediate();
                        letter != null;
                        letter = consumer.receiveImmediate()) {
                    letter.acknowledge();
                    count++;
                }
            }
            return List.of(count + " removed");
        });
    }

    private static String line(Message letter) {
        return Instant.ofEpochMilli(letter.getTimestamp()) + "\t"
                + Stream.of(
                                LogAddresses.REASON_PROPERTY,
                                LogAddresses.ADDRESS_PROPERTY,
                                LogAddresses.TYPE_PROPERTY,
                                LogAddresses.LENGTH_PROPERTY,
                                LogAddresses.USER_PROPERTY)
                        .map(property -> visible(letter.getObjectProperty(property)))
                        .collect(Collectors.joining("\t"));
    }

    /** What a stranger wrote does not move the operator's cursor. */
    private static String visible(Object value) {
        String text = value == null ? "-" : value.toString();
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }

    private interface Work {
        List<String> with(ClientSession session) throws ActiveMQException;
    }

    private static List<String> with(Map<String, String> broker, Work work) throws Exception {
        String url = broker.get("url");
        try (ServerLocator locator =
                ActiveMQClient.createServerLocator(url.contains(",") && !url.startsWith("(") ? "(" + url + ")" : url)) {
            locator.setInitialConnectAttempts(1).setReconnectAttempts(0).setUseTopologyForLoadBalancing(false);
            for (TransportConfiguration connector : locator.getStaticTransportConfigurations()) {
                trust(connector.getParams(), broker.get("issuers"));
            }
            ClientSession session = locator.createSessionFactory()
                    .createSession(broker.get("user"), broker.get("password"), false, true, true, false, 0);
            session.start();
            return work.with(session);
        }
    }

    private static void trust(Map<String, Object> parameters, String issuers) {
        if (issuers != null) {
            parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, "true");
            parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PEMCA");
            parameters.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, issuers);
        }
    }
}
