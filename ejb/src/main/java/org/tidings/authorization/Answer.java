package org.tidings.authorization;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Locale;
import org.tidings.authorization.ChannelAuthorizer.Verdict;
import org.tidings.envelope.StrictJson;

/**
 * What an application behind the broker answered.
 *
 * @param reason null without
 * @param keep null where it leaves that to us
 */
record Answer(Verdict verdict, String reason, Duration keep) {
    static final int MAX_KEEP_SECONDS = 3_600;
    private static final int MAX_REASON_LENGTH = 200;

    /** Null where the text is no answer: strict, for a misspelt veto must not become anything else. */
    static Answer parse(String text) {
        return StrictJson.object(text).map(Answer::of).orElse(null);
    }

    private static Answer of(JsonObject json) {
        Verdict verdict = verdict(json.get("verdict"));
        JsonValue reason = json.get("reason");
        JsonValue keep = json.get("keepSeconds");
        boolean good = verdict != null
                && (reason == null || reason instanceof JsonString)
                && (keep == null || keep instanceof JsonNumber number && isSeconds(number));
        return good ? new Answer(verdict, words(reason), duration(keep)) : null;
    }

    private static Verdict verdict(JsonValue value) {
        for (Verdict each : Verdict.values()) {
            if (value instanceof JsonString text
                    && text.getString().equals(each.name().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        return null;
    }

    private static boolean isSeconds(JsonNumber number) {
        return number.isIntegral() && number.bigDecimalValue().precision() <= 10 && number.longValue() >= 0;
    }

    private static Duration duration(JsonValue keep) {
        return keep instanceof JsonNumber number
                ? Duration.ofSeconds(Math.min(number.longValue(), MAX_KEEP_SECONDS))
                : null;
    }

    /** On one line and bounded: it goes into logs. */
    private static String words(JsonValue reason) {
        if (!(reason instanceof JsonString text)) {
            return null;
        }
        String bounded = text.getString().substring(0, Math.min(text.getString().length(), MAX_REASON_LENGTH));
        return bounded.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
