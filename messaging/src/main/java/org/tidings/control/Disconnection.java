package org.tidings.control;

/**
 * Ends the connections that a user has at this moment.
 *
 * @param user by the name that others see, or {@code sub}
 */
public record Disconnection(String id, String user, long givenAt, long endsAt) implements Directive {}
