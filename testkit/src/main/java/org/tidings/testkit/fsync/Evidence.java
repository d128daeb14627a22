package org.tidings.testkit.fsync;

import java.util.List;
import java.util.Locale;

/**
 * What the trace shows of one acknowledged publish.
 *
 * @param written the write that took the event to the journal, or null
 * @param synced the sync of that file that began after the write and returned before the reply, or null
 * @param replied the write that took the reply to the client's socket, or null
 */
record Evidence(AcknowledgedPublish publish, SystemCall written, SystemCall synced, SystemCall replied) {

    /** A publish that its client was given the reply to; its text is found in nothing else. */
    record AcknowledgedPublish(String id, String text, long sentMicros, long repliedMicros) {}

    static Evidence of(AcknowledgedPublish publish, List<SystemCall> calls) {
        SystemCall replied = first(
                calls,
                call -> call.toSocket()
                        && call.text().contains("\\\"type\\\":\\\"reply\\\"")
                        && call.text().contains("\\\"id\\\":\\\"" + publish.id() + "\\\""));
        SystemCall written = first(
                calls, call -> call.toJournal() && !call.isSync() && call.text().contains(publish.text()));
        if (replied == null || written == null) {
            return new Evidence(publish, written, null, replied);
        }
        SystemCall synced = first(
                calls,
                call -> call.isSync()
                        && call.target().equals(written.target())
                        && written.endedBefore(call)
                        && call.endedBefore(replied));
        return new Evidence(publish, written, synced, replied);
    }

    /** Whether the order is the one promised, by the trace's lines and by the client's clock. */
    boolean holds() {
        return synced != null
                && publish.sentMicros() <= written.beginMicros()
                && replied.beginMicros() <= publish.repliedMicros();
    }

    /** One line: microseconds after the client sent it. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-6s %9s %11s %11s %9s %9d  %s",
                publish.id(),
                written == null ? "never" : since(written.beginMicros()),
                synced == null ? "-" : since(synced.beginMicros()),
                synced == null ? "-" : since(synced.endMicros()),
                replied == null ? "unseen" : since(replied.beginMicros()),
                publish.repliedMicros() - publish.sentMicros(),
                holds() ? "" : "NOT SHOWN");
    }

    static String header() {
        return String.format(
                "%-6s %9s %11s %11s %9s %9s", "id", "written", "sync begun", "sync done", "replied", "received");
    }

    private long since(long micros) {
        return micros - publish.sentMicros();
    }

    private static SystemCall first(List<SystemCall> calls, java.util.function.Predicate<SystemCall> wanted) {
        return calls.stream().filter(wanted).findFirst().orElse(null);
    }
}
