package org.tidings.control;

/**
 * What an instance tells the others of itself, every few seconds.
 *
 * @param name as its operator calls it; two may have the same
 * @param incarnation tells one start from every other
 * @param since when it started, milliseconds since 1970
 * @param version of Tidings
 * @param connections open ones
 */
public record InstanceReport(String name, String incarnation, long since, String version, int connections) {}
