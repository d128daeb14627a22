package org.tidings.testkit;

import java.util.ArrayList;
import java.util.List;

/** Violations in the order in which they were found, each with the histories that show it. */
final class Findings {

    /**
     * @param log null where the event is in none
     * @param subscriber null where it is about none in particular
     */
    record Finding(Violation violation, ChannelHistory log, SubscriberHistory subscriber) {}

    private final List<Finding> all = new ArrayList<>();

    Finding add(Violation violation, ChannelHistory log, SubscriberHistory subscriber) {
        Finding finding = new Finding(violation, log, subscriber);
        all.add(finding);
        return finding;
    }

    /** Takes one back that later events have explained otherwise. */
    void retract(Finding finding) {
        all.removeIf(other -> other == finding);
    }

    List<Finding> all() {
        return all;
    }
}
