package org.tidings.log;

import java.util.List;

/** One record of {@code publish.N}. */
sealed interface PublishRecord {

    /** Where the answer belongs. */
    Origin origin();

    record Message(Origin origin, Publication publication) implements PublishRecord {}

    /**
     * Asks that events be erased.
     *
     * @param positions where they stand, in order; at least one
     */
    record Erasure(Origin origin, String channel, List<Long> positions) implements PublishRecord {
        public Erasure {
            positions = List.copyOf(positions);
        }
    }

    /**
     * Asks for a barrier in the log.
     *
     * @param read what the asking instance has read; if that is not what the log holds, an older journal was restored
     */
    record BarrierRequest(Origin origin, LogPosition read) implements PublishRecord {}
}
