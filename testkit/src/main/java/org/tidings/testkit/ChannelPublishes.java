package org.tidings.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Every publish to a channel that was ever begun, and every other event that was ever seen there. */
final class ChannelPublishes {

    private final Map<String, PublishHistory> byMessageId = new HashMap<>();
    private final Map<String, Long> sentCounts = new HashMap<>();

    void sent(String publisher, String messageId, long nanos) {
        PublishHistory before = byMessageId.get(messageId);
        if (before == null || before.publisher == null) {
            long index = sentCounts.merge(publisher, 1L, Long::sum);
            byMessageId.put(messageId, new PublishHistory(publisher, messageId, index, nanos));
        } else {
            before.sentAgain(nanos);
        }
    }

    /** The publish of this id; one without a publisher where nobody sent it. */
    PublishHistory of(String messageId) {
        return byMessageId.computeIfAbsent(messageId, id -> new PublishHistory(null, id, 0, 0));
    }

    /** Null where nobody has told of it. */
    PublishHistory find(String messageId) {
        return byMessageId.get(messageId);
    }

    Collection<PublishHistory> all() {
        return byMessageId.values();
    }
}
