package org.tidings.administration;

import org.tidings.control.InstanceReport;

/**
 * An instance that was heard of lately.
 *
 * @param lastHeard when it last said so, milliseconds since 1970; of the instance itself: now
 * @param self whether it is the one that is asked
 */
public record LiveInstance(InstanceReport report, long lastHeard, boolean self) {}
