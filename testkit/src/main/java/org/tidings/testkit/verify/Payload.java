package org.tidings.testkit.verify;

/** What the events of a run carry: enough to be told apart by a person, about as long as a real one. */
final class Payload {

    private static final String FILLER = "x".repeat(100);

    private Payload() {}

    static String of(String messageId) {
        return "{\"id\":\"" + messageId + "\",\"filler\":\"" + FILLER + "\"}";
    }
}
