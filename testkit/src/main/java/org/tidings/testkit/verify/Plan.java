package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;

/**
 * What a run was asked for.
 *
 * @param kinds of faults to draw from
 * @param faults how many to put in; 0 for as many as the time allows
 * @param limit no fault begins later; null for no limit
 * @param publishes so many acknowledged at least, unless the limit comes first
 * @param seed of the order of faults, their targets and lengths
 * @param instances how many
 * @param clients how many, over all instances
 * @param rate publishes a second, of all clients together
 */
record Plan(
        List<FaultKind> kinds,
        int faults,
        Duration limit,
        long publishes,
        long seed,
        int instances,
        int clients,
        int rate) {}
