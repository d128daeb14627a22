package org.tidings.testkit.fsync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f -ttt -T -yy} wrote. A call that another thread's interrupts stands there in two halves. */
final class Trace {

    private static final Pattern LINE = Pattern.compile("(?:\\[pid +(\\d+)] )?(\\d+)\\.(\\d{6}) (.*)");
    private static final Pattern BEGUN = Pattern.compile("(\\w+)\\(\\d+<(.*?)>(?=[,)]|$| <unf)(.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern RESULT = Pattern.compile("\\) += (-?\\d+).*?(?:<(\\d+)\\.(\\d{6})>)?$");
    private static final String UNFINISHED = " <unfinished ...>";

    private final List<SystemCall> calls = new ArrayList<>();
    /** By thread. */
    private final Map<String, SystemCall> unfinished = new HashMap<>();

    private Trace() {}

    /** The calls that returned, in the order in which they did so. */
    static List<SystemCall> read(List<String> lines) {
        Trace trace = new Trace();
        for (int number = 0; number < lines.size(); number++) {
            Matcher line = LINE.matcher(lines.get(number));
            if (line.matches()) {
                trace.read(line.group(1), micros(line.group(2), line.group(3)), line.group(4), number);
            }
        }
        return trace.calls;
    }

    private void read(String thread, long micros, String text, int number) {
        Matcher resumed = RESUMED.matcher(text);
        if (resumed.matches()) {
            SystemCall begun = unfinished.remove(thread);
            if (begun != null) {
                end(begun, begun.text() + resumed.group(1), number, micros);
            }
            return;
        }
        boolean whole = !text.endsWith(UNFINISHED);
        Matcher begun = BEGUN.matcher(whole ? text : text.substring(0, text.length() - UNFINISHED.length()));
        if (!begun.matches()) {
            return;
        }
        SystemCall call =
                new SystemCall(begun.group(1), begun.group(2), begun.group(3), -1, number, number, micros, micros);
        if (whole) {
            end(call, call.text(), number, micros + lasted(call.text()));
        } else {
            unfinished.put(thread, call);
        }
    }

    private void end(SystemCall begun, String text, int number, long micros) {
        Matcher result = RESULT.matcher(text);
        long returned = result.find() ? Long.parseLong(result.group(1)) : -1;
        calls.add(new SystemCall(
                begun.name(), begun.target(), text, returned, begun.beginLine(), number, begun.beginMicros(), micros));
    }

    private static long lasted(String text) {
        Matcher result = RESULT.matcher(text);
        return result.find() && result.group(2) != null ? micros(result.group(2), result.group(3)) : 0;
    }

    private static long micros(String seconds, String fraction) {
        return Long.parseLong(seconds) * 1_000_000 + Long.parseLong(fraction);
    }
}
