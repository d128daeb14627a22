package org.tidings.testkit.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidings.testkit.ControlledProcess;
import org.tidings.testkit.Distribution;

/** How much of its heap a process uses, asked with the JDK's own tool. */
final class Heap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private Heap() {}

    /** What is alive, in bytes: counted object by object, which stops the process for a moment. */
    static long live(ControlledProcess process) {
        Matcher total = TOTAL.matcher(jcmd(process, "GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd does not say how much heap " + process.name() + " uses");
        }
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(ControlledProcess process, String command) {
        try {
            Process jcmd = new ProcessBuilder(Distribution.tool("jcmd"), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(jcmd.getInputStream().readAllBytes());
            if (!jcmd.waitFor(30, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException("jcmd cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
