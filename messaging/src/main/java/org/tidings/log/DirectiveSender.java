package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;

/** Gives the directives of this instance to all. Confined to its own thread but for {@link #give}. */
final class DirectiveSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(DirectiveSender.class.getName());

    private static final long TAKE_MILLIS = 250;

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

    private record Order(Directive directive, CompletableFuture<Void> given) {}

    DirectiveSender(BrokerConnector connector) {
        super("tidings-directives-sender", LOG, connector);
    }

    /** Safe on any thread. */
    CompletableFuture<Void> give(Directive directive) {
        CompletableFuture<Void> given = new CompletableFuture<>();
        orders.add(new Order(directive, given));
        return given;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createTopic(LogAddresses.DIRECTIVES));
            while (!closed()) {
                Order order = orders.poll(TAKE_MILLIS, TimeUnit.MILLISECONDS);
                connected();
                if (order != null && !order.given().isDone()) {
                    give(order, session, producer);
                }
            }
        }
    }

    private static void give(Order order, Session session, MessageProducer producer) throws JMSException {
        try {
            send(order.directive(), session, producer);
            session.commit();
            order.given().complete(null);
        } catch (JMSException e) {
            order.given().completeExceptionally(e);
            throw e;
        }
    }

    /** Sends what its transaction's commit gives, for as long as it means something. */
    static void send(Directive directive, Session session, MessageProducer producer) throws JMSException {
        producer.setTimeToLive(Math.max(1, directive.endsAt() - System.currentTimeMillis()));
        producer.send(session.createTextMessage(DirectiveCodec.encode(directive)));
    }
}
