package org.tidings.envelope;

import jakarta.json.stream.JsonParser.Event;

/**
 * What stands first in an envelope that {@link EnvelopeCodec} wrote: what it is and which position it has. For whoever sends it on
 * and need not know what it carries: what follows is not read.
 *
 * @param seq null where it has none
 * @param epoch null where it has none
 */
public record EnvelopeHead(Envelope.Type type, String action, Long seq, String epoch) {

    /** @throws IllegalArgumentException where the text is none that the codec wrote */
    public static EnvelopeHead of(String encoded) {
        Envelope.Type type = null;
        String action = null;
        Long seq = null;
        String epoch = null;
        try (JsonWalk json = new JsonWalk(encoded, Envelope.MAX_DEPTH)) {
            json.next();
            for (Event next = json.next(); next == Event.KEY_NAME && epoch == null; next = json.next()) {
                String name = json.string();
                switch (name) {
                    case "v", "id", "channel", "prev" -> json.next();
                    case "type" -> type = Envelope.Type.of(value(json));
                    case "action" -> action = value(json);
                    case "seq" -> seq = Integers.read(value(json));
                    case "epoch" -> epoch = value(json);
                    default -> {
                        return new EnvelopeHead(type, action, seq, null);
                    }
                }
            }
            return new EnvelopeHead(type, action, seq, epoch);
        } catch (NotStrictJson e) {
            throw new IllegalArgumentException("not an envelope of the codec's", e);
        }
    }

    private static String value(JsonWalk json) throws NotStrictJson {
        json.next();
        return json.string();
    }
}
