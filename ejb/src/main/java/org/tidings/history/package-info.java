/**
 * What each instance remembers of the log, so that it can answer for the past without asking the broker.
 *
 * <p>Owned by the shard's feed: everything here is guarded by the feed's lock.
 */
package org.tidings.history;
