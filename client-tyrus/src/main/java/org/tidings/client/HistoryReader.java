package org.tidings.client;

import java.util.List;
import java.util.Optional;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;

/** Turns the reply to a history request into events. Pure. */
final class HistoryReader {

    private HistoryReader() {}

    static HistoryPage read(String channel, Envelope reply) throws BadPayload {
        org.tidings.envelope.HistoryPage page = org.tidings.envelope.HistoryPage.read(reply.payload());
        List<Event> events = page.events().stream()
                .map(event -> Event.of(event, channel, reply.epoch()))
                .toList();
        Optional<Gap> gap = Optional.ofNullable(page.gap())
                .map(missing -> new Gap(
                        channel, reply.epoch(), missing.after(), missing.before(), missing.reason(), missing.count()));
        return new HistoryPage(events, page.more(), gap);
    }
}
