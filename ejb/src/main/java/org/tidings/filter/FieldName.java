package org.tidings.filter;

import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.history.StoredEvent;

/** The name of a header, or one that JMS gives to what every message has. Immutable. */
record FieldName(String name) {

    /** Null where the event has no such thing. */
    String of(StoredEvent event) {
        return switch (name) {
            case "JMSPriority" -> Integer.toString(event.priority());
            case "JMSMessageID" -> envelope(event).messageId();
            case "JMSXUserID" -> envelope(event).from();
            case "JMSTimestamp" -> Long.toString(event.at());
            default -> event.headers().get(name);
        };
    }

    /** Read again, for hardly any filter asks, and every event would have to hold it twice. */
    private static Envelope envelope(StoredEvent event) {
        return (Envelope) EnvelopeCodec.decode(event.envelope()).get(0);
    }
}
