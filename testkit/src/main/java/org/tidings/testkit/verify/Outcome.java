package org.tidings.testkit.verify;

/**
 * What a fault did.
 *
 * @param kind what went wrong
 * @param outageMillis the longest time without a publish accepted, as {@link OutageMeter} counts
 * @param recoveryMillis from the begin of its end (a process is started again, a link let through) until every client
 *     publishes and has read everything
 */
record Outcome(FaultKind kind, long outageMillis, long recoveryMillis) {}
