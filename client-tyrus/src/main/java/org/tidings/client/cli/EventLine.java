package org.tidings.client.cli;

import java.util.Map;
import org.tidings.client.Event;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.VisibleJson;

/** Writes an event as one line of JSON, with its payload as it was published, but nothing in it for a terminal. Pure. */
final class EventLine {

    private EventLine() {}

    static String of(Event event) {
        StringBuilder line = new StringBuilder(128 + event.payload().length());
        line.append("{\"channel\":");
        EnvelopeCodec.quote(line, event.channel());
        text(line, "epoch", event.epoch());
        number(line, "seq", event.seq());
        number(line, "prev", event.prev());
        text(line, "from", event.from());
        number(line, "at", event.at());
        text(line, "messageId", event.messageId());
        headers(line, event.headers());
        line.append(",\"payload\":").append(event.payload());
        return VisibleJson.of(line.append('}').toString());
    }

    private static void headers(StringBuilder line, Map<String, String> headers) {
        if (!headers.isEmpty()) {
            String separator = ",\"headers\":{";
            for (Map.Entry<String, String> header : headers.entrySet()) {
                line.append(separator);
                EnvelopeCodec.quote(line, header.getKey());
                line.append(':');
                EnvelopeCodec.quote(line, header.getValue());
                separator = ",";
            }
            line.append('}');
        }
    }

    private static void text(StringBuilder line, String name, String value) {
        if (value != null) {
            line.append(",\"").append(name).append("\":");
            EnvelopeCodec.quote(line, value);
        }
    }

    private static void number(StringBuilder line, String name, Long value) {
        if (value != null) {
            line.append(",\"").append(name).append("\":").append(value.longValue());
        }
    }
}
