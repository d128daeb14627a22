/**
 * What operators see and order: connections, revocations, disconnections; and how this instance carries out what was ordered
 * anywhere.
 *
 * <p>Asked by HTTP resources on request threads, which wait for the broker for a bounded time; told by the thread that reads the
 * directives. Thread-safe.
 */
package org.tidings.administration;
