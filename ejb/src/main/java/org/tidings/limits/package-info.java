/**
 * What one peer, one user, one address may ask for before it is refused, and all of them together.
 *
 * <p>{@link org.tidings.limits.Entrance} decides about handshakes and calls of the HTTP API on request threads;
 * {@link org.tidings.limits.SessionLimits} about the requests of one connection, on its thread, with the user's rate shared
 * between instances by {@link org.tidings.limits.UserRates}. Every refusal names its {@link org.tidings.limits.Limit}. Nothing
 * here waits; what is kept for an address or user goes when it says nothing any more.
 */
package org.tidings.limits;
