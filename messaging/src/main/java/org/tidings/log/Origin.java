package org.tidings.log;

/**
 * Who waits for the answer to a publish.
 *
 * @param incarnation one run of one instance, random and positive; a restarted instance has another
 * @param requestId the instance's own number for the publish
 */
public record Origin(long incarnation, long requestId) {}
