package org.tidings.client;

import java.util.List;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;

/** Turns the reply to a history request into events. Pure. */
final class HistoryReader {

    private HistoryReader() {}

    static HistoryPage read(String channel, Envelope reply) throws BadPayload {
        org.tidings.envelope.HistoryPage page = org.tidings.envelope.HistoryPage.read(reply.payload());
        List<Event> events = page.events().stream()
                .map(event -> event(channel, reply.epoch(), event))
                .toList();
        return new HistoryPage(events, page.more());
    }

    private static Event event(String channel, String replyEpoch, Envelope event) {
        return new Event(
                event.channel() == null ? channel : event.channel(),
                event.epoch() == null ? replyEpoch : event.epoch(),
                event.seq(),
                event.prev(),
                event.payload(),
                event.from(),
                event.at(),
                event.messageId(),
                event.headers());
    }
}
