/**
 * What leaves an instance for others to fetch: the port through which what must not know JMS hands over records.
 *
 * <p>A port, without a thread; {@code org.tidings.log} holds the adapter that speaks to the broker.
 */
package org.tidings.outbox;
