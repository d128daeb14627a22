package org.tidings.log;

/** One record of {@code publish.N}. */
sealed interface PublishRecord {

    /** Where the answer belongs. */
    Origin origin();

    record Message(Origin origin, Publication publication) implements PublishRecord {}

    /**
     * Asks for a barrier in the log.
     *
     * @param epoch the incarnation that the asking instance has read, empty if none
     * @param readTo the last position it has read there; one past the log's end proves that the log was restored
     */
    record BarrierRequest(Origin origin, String epoch, long readTo) implements PublishRecord {}
}
