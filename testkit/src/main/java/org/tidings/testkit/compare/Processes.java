package org.tidings.testkit.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.tidings.testkit.Distribution;

/** What processes have used, as Linux tells it. */
final class Processes {

    /** Of /proc, the same on every Linux since 2.6: USER_HZ. */
    private static final long NANOS_PER_TICK = 10_000_000L;

    /** Fields of /proc/PID/stat behind the program's name in parentheses, which may hold spaces. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private Processes() {}

    /** Processor time so far, in the program and in the system for it. */
    static long cpuNanos(List<ProcessHandle> processes) {
        return processes.stream().mapToLong(process -> cpuNanos(process.pid())).sum();
    }

    /** Of this process. */
    static long ownCpuNanos() {
        return cpuNanos(ProcessHandle.current().pid());
    }

    private static long cpuNanos(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * NANOS_PER_TICK;
    }

    /** Memory that they hold, in bytes: resident pages. */
    static long residentBytes(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToLong(process -> read(Path.of("/proc/" + process.pid() + "/status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum())
                .sum();
    }

    /** Collects their garbage, where they are Java's and the JDK's tool can reach them; others do that by themselves. */
    static void collectGarbage(List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            if (process.info().command().orElse("").endsWith("/java")) {
                run(Distribution.tool("jcmd"), Long.toString(process.pid()), "GC.run");
            }
        }
    }

    private static void run(String... command) {
        try {
            Process tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            tool.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("a process has ended that was to be measured: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("only where there is a /proc, as on Linux, can processes be measured", e);
        }
    }
}
