package org.tidings.envelope;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Optional;

/**
 * Reads the small JSON objects that strangers send outside of envelopes, as strictly as envelopes are read: over HTTP, and
 * over the broker. Stateless: any thread.
 */
public final class StrictJson {

    /** Looked up once: {@code Json.createReader} searches every jar of a server for it. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private StrictJson() {}

    /**
     * The object that the text is; empty where it is none, not by the letter of the standard, or holds a name twice, is
     * nested too deeply, or has a number that no arithmetic can hold.
     */
    public static Optional<JsonObject> object(String text) {
        // Before the parser's own limits, which it tells of with whatever exception.
        if (!isStrict(text)) {
            return Optional.empty();
        }
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException noObject) {
            return Optional.empty();
        } catch (ArithmeticException | NumberFormatException | UnsupportedOperationException hugeNumber) {
            // Parsson: 1e99999999999 is the one, more than 1,100 digits are the other.
            return Optional.empty();
        }
    }

    /** As {@link Payloads#isPayload}; here, for commands judge JSON in a process that has no JSON-B. */
    static boolean isStrict(String text) {
        try (JsonWalk json = new JsonWalk(text, Envelope.MAX_DEPTH - 1)) {
            json.skip(json.next());
            json.end();
            return true;
        } catch (NotStrictJson e) {
            return false;
        }
    }
}
