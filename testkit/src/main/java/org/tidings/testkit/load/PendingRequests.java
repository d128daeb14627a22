package org.tidings.testkit.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a client asked and has no answer to, over all its connections. Confined to the swarm's thread. */
final class PendingRequests {

    private final Map<String, Consumer<WireText>> answers = new HashMap<>();
    private long lastId;

    /**
     * Begins to wait for an answer.
     *
     * @param members of the envelope beside the usual ones, each behind a comma
     * @param answer gets the reply or the error; null where the connection ends first
     * @return the envelope to send
     */
    String add(String action, String members, Consumer<WireText> answer) {
        String id = Long.toString(++lastId);
        answers.put(id, answer);
        return "{\"v\":1,\"type\":\"request\",\"action\":\"" + action + "\",\"id\":\"" + id + "\"" + members + "}";
    }

    /** Hands over a reply or an error; false where nobody waits for it. */
    boolean answer(WireText envelope) {
        Consumer<WireText> waiting = answers.remove(envelope.id);
        if (waiting == null) {
            return false;
        }
        waiting.accept(envelope);
        return true;
    }

    /** The connection has ended: there will be no answers. */
    void abandon() {
        List<Consumer<WireText>> unanswered = List.copyOf(answers.values());
        answers.clear();
        unanswered.forEach(waiting -> waiting.accept(null));
    }
}
