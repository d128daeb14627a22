/**
 * Who is on which channel, over all instances.
 *
 * <p>Each instance knows its own members for certain and announces them to the others, which believe it for as long as they hear
 * it: a lease. What all have announced is merged into one {@link org.tidings.presence.Roster} per channel, from which requests are
 * answered and subscribers told of who comes and goes.
 *
 * <p>{@link org.tidings.presence.Presence} is the door: called by requests and ending sessions on any thread, by the exchange on its
 * one thread, and by {@link org.tidings.presence.PresenceTicker} as time passes. All state is guarded by its lock, under which
 * nothing blocks; answers are queued with it held, events without.
 */
package org.tidings.presence;
