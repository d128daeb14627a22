/**
 * What all instances are told at once, and what one of them alone may take: directives of operators and applications, how much
 * users take of what all instances share, who is present, and one-time tickets.
 *
 * <p>Values and ports, without a thread; {@code org.tidings.log} holds the adapters that speak to the broker. Directives and
 * tickets it keeps, so that they outlive every instance.
 */
package org.tidings.control;
