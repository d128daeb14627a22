package org.tidings.testkit.load;

import java.util.ArrayList;
import java.util.List;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Violation;

/** Tells a checker what swarm clients do and see. On the swarm's thread. */
class CheckedHistory implements SwarmListener {

    private static final int SHOWN = 5;

    private final HistoryChecker checker = new HistoryChecker();

    /** What servers did that none should; the first ones. */
    private final List<String> complaints = new ArrayList<>();

    HistoryChecker checker() {
        return checker;
    }

    @Override
    public void subscribed(SwarmClient client, String channel, String epoch, long seq) {
        checker.subscribed(client.name(), channel, epoch, seq);
    }

    @Override
    public void message(SwarmClient client, WireText event, long nanos) {
        checker.saw(client.name(), event.channel, event.seq, event.prev, event.messageId);
    }

    @Override
    public void gap(SwarmClient client, String channel, long after, long before, long count) {
        checker.gap(client.name(), channel, after, before);
    }

    @Override
    public void positioned(SwarmClient client, String channel, long seq) {
        checker.positioned(client.name(), channel, seq);
    }

    @Override
    public void complaint(SwarmClient client, String what) {
        if (complaints.size() < 100) {
            complaints.add(client.name() + ": " + what);
        }
    }

    /** After the end: whether all is well, with what is not. */
    void judge(Report report) {
        List<Violation> violations = checker.finish();
        checker.excerpts().stream().limit(SHOWN).forEach(excerpt -> System.out.println(excerpt.describe()));
        complaints.stream().limit(SHOWN).forEach(System.out::println);
        report.goal(
                "lost, duplicated, reordered, divergent, hidden gaps",
                violations.isEmpty(),
                "0",
                "%d",
                violations.size());
        report.goal("other misdeeds of the server", complaints.isEmpty(), "0", "%d", complaints.size());
    }
}
