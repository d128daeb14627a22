package org.tidings.testkit.frames;

import java.net.URI;
import org.tidings.testkit.Tokens;
import org.tidings.testkit.WireClient;

/**
 * Two good clients on the server on which tricks are played: one publishes, the other one gets all that and nothing else.
 * Confined to one thread.
 */
public final class Bystanders implements AutoCloseable {
    private static final String SMUGGLED = "\"smuggled\"";

    private final String channel;
    private final WireClient publisher;
    private final WireClient subscriber;
    private int published;
    private int smuggled;

    /** @param channel the one to which the tricks try to publish */
    public Bystanders(URI server, Tokens tokens, String channel) {
        this.channel = channel;
        publisher = WireClient.connect(server, tokens.of("publisher"));
        subscriber = WireClient.connect(server, tokens.of("subscriber"));
        subscriber.subscribe(channel);
    }

    /**
     * Fails where the event that is published now does not come, or anything else does but what tricks tried to smuggle in:
     * that is counted.
     */
    public void assertUndisturbed(Object by) {
        String payload = Integer.toString(++published);
        publisher.publish(channel, payload);
        for (; ; ) {
            String received = subscriber.events().take("message").payloadText();
            if (received.equals(payload)) {
                return;
            }
            if (!received.equals(SMUGGLED)) {
                throw new AssertionError("behind " + by + " the subscriber got " + received + " instead of " + payload);
            }
            smuggled++;
        }
    }

    /** How many publishes in frames that break a rule have reached the subscriber so far. */
    public int smuggled() {
        return smuggled;
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
