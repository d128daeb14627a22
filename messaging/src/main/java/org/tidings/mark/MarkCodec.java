package org.tidings.mark;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.tidings.envelope.StrictJson;

/** Records of the table as JSON text. Stateless. */
public final class MarkCodec {

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_NAME_LENGTH = 200;

    private MarkCodec() {}

    public static String encode(MarkRecord record) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("v", 1).add("channel", record.channel());
        if (record.device() != null) {
            json.add("device", record.device());
        }
        if (record instanceof Mark mark) {
            if (mark.by() != null) {
                json.add("by", mark.by());
            }
            json.add("epoch", mark.epoch()).add("seq", mark.seq()).add("at", mark.at());
        }
        return json.add("until", record.endsAt()).build().toString();
    }

    /** @throws BadMark where the text is none */
    public static MarkRecord decode(String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            throw new BadMark("no text, or longer than " + MAX_LENGTH + " characters");
        }
        JsonObject json = StrictJson.object(text).orElseThrow(() -> new BadMark("not a JSON object"));
        String channel = name(json, "channel");
        if (channel == null) {
            throw new BadMark("a mark names its channel");
        }
        String device = name(json, "device");
        String epoch = name(json, "epoch");
        long endsAt = number(json, "until");
        return epoch == null
                ? new Unmark(channel, device, endsAt)
                : new Mark(channel, device, name(json, "by"), epoch, number(json, "seq"), number(json, "at"), endsAt);
    }

    private static String name(JsonObject json, String member) {
        JsonValue value = json.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text
                && !text.getString().isEmpty()
                && text.getString().length() <= MAX_NAME_LENGTH) {
            return text.getString();
        }
        throw new BadMark("a name has 1 to " + MAX_NAME_LENGTH + " characters");
    }

    private static long number(JsonObject json, String member) {
        if (json.get(member) instanceof JsonNumber number
                && number.bigDecimalValue().scale() == 0
                && number.bigDecimalValue().precision() <= 18
                && number.bigDecimalValue().signum() >= 0) {
            return number.longValue();
        }
        throw new BadMark("positions and times are whole numbers");
    }
}
