package org.tidings.client.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.tidings.client.Event;
import org.tidings.client.Gap;
import org.tidings.client.SubscriptionListener;

/** Writes events out and finds the end. Confined to the client's events lane. */
final class TailOutput {

    private final OutputStream out;
    private final ConnectionReport report;
    private final Set<String> open;
    private final CompletableFuture<Integer> end;

    /** How many events may still be printed. */
    private long left;

    TailOutput(
            OutputStream out,
            ConnectionReport report,
            long count,
            Set<String> channels,
            CompletableFuture<Integer> end) {
        this.out = out;
        this.report = report;
        this.left = count;
        this.open = new HashSet<>(channels);
        this.end = end;
    }

    SubscriptionListener listener(String channel) {
        return new SubscriptionListener() {
            @Override
            public void onEvent(Event event) {
                print(event);
            }

            @Override
            public void onGap(Gap gap) {
                report.say(describe(gap));
            }

            @Override
            public void onEnded(String code) {
                ended(channel, code);
            }
        };
    }

    private void print(Event event) {
        if (left == 0 || end.isDone()) {
            return;
        }
        try {
            // One write a line: whoever reads gets whole lines, and gets them now.
            out.write((EventLine.of(event) + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException readerGone) {
            end.complete(Main.SUCCESS);
            return;
        }
        if (--left == 0) {
            end.complete(Main.SUCCESS);
        }
    }

    private void ended(String channel, String code) {
        open.remove(channel);
        if (open.isEmpty()) {
            end.completeExceptionally(new CommandFailure(channel + ": " + code));
        } else {
            report.say(channel + ": " + code);
        }
    }

    private static String describe(Gap gap) {
        StringBuilder line = new StringBuilder("gap in ").append(gap.channel()).append(": ");
        line.append(gap.count() == null ? "events" : gap.count() + " events").append(" are missing");
        if (gap.after() != null) {
            line.append(" after ").append(gap.after());
        }
        if (gap.before() != null) {
            line.append(" before ").append(gap.before());
        }
        return line.append(" (").append(gap.reason()).append(')').toString();
    }
}
