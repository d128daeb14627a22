package org.tidings.launcher.broker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.tidings.control.DirectiveCodec;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsDirectives;
import org.tidings.testkit.Await;

/** An instance's threads that take requests from {@code control} and read directives. */
final class RevocationReader implements AutoCloseable {
    private final BrokerConnector connector;
    private final JmsDirectives directives;

    RevocationReader(TestBroker broker) {
        connector = new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        directives =
                new JmsDirectives(new DirectiveCodec(3_600_000), connector, Thread::new, new SimpleMeterRegistry());
        directives.start(directive -> {});
        Await.await(this::ready, "the directives are not read");
    }

    boolean ready() {
        return directives.obstacles().isEmpty();
    }

    @Override
    public void close() {
        directives.close();
        connector.close();
    }
}
