/**
 * Questions to applications, and their answers: the port through which what must not know JMS asks somebody behind the broker.
 *
 * <p>Values and a port, without a thread; {@code org.tidings.log} holds the adapter that speaks to the broker.
 */
package org.tidings.ask;
