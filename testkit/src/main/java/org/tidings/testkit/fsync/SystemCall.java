package org.tidings.testkit.fsync;

/**
 * One system call of a trace. Order is that of the trace's lines, which one tracer writes for all threads and processes: when
 * {@code endLine} is below another call's {@code beginLine}, it had returned before that one began.
 *
 * @param target what its file descriptor stands for: a path, or a socket with its two ends
 * @param text its arguments as the trace shows them, data included
 * @param result what it returned; negative where it failed or never returned
 * @param beginMicros, endMicros since 1970
 */
record SystemCall(
        String name,
        String target,
        String text,
        long result,
        int beginLine,
        int endLine,
        long beginMicros,
        long endMicros) {

    boolean isSync() {
        return name.equals("fdatasync") || name.equals("fsync");
    }

    boolean toJournal() {
        return target.contains("/journal/messages/");
    }

    boolean toSocket() {
        return target.startsWith("TCP") || target.startsWith("socket");
    }

    boolean endedBefore(SystemCall other) {
        return result >= 0 && endLine < other.beginLine;
    }
}
