package org.tidings.control;

/**
 * Takes a revocation back.
 *
 * @param revocation the revocation's {@link #id()}
 * @param endsAt not before the revocation's
 */
public record Pardon(String id, String revocation, long givenAt, long endsAt) implements Directive {}
