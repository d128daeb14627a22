package org.tidings.authorization;

/**
 * What one rule has to do with a request, for an operator who wonders. Immutable.
 *
 * @param allows whether it is a rule that allows; otherwise it denies
 * @param counts whether it counts for the request
 * @param why it counts or does not, in a few words
 */
public record Consideration(RuleName rule, boolean allows, boolean counts, String why) {}
