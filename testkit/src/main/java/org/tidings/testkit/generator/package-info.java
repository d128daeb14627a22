/**
 * The load generator of the comparisons: thousands of WebSocket connections on one thread, publishers on another. A delivery
 * is found by its {@link org.tidings.testkit.peer.Marker} in the bytes as they come, without parsing what is around it; each is
 * checked for loss, repetition and order, and timed from when it was due, so that a stall counts for everything that it held up.
 *
 * <p>Called by {@code org.tidings.testkit.compare}. A {@code Loop} is a thread; what belongs to it says so.
 */
package org.tidings.testkit.generator;
