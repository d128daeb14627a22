/**
 * Shows that what is acknowledged is on the disk: reads, in what {@code strace} writes of a running system, that between the
 * bytes of an event going to the journal and its reply going to the client the disk was told to sync.
 *
 * <p>{@link org.tidings.testkit.fsync.FsyncProof} is the command behind {@code testkit/fsync-proof}. One thread.
 */
package org.tidings.testkit.fsync;
