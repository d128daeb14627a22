package org.tidings.testkit.load;

import java.time.Duration;

/** The processor time that a process has used by now, as the system counts it. */
record CpuTime(ProcessHandle process, Duration used) {

    static CpuTime of(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        return new CpuTime(process, used(process));
    }

    /** Since then, in microseconds; of a process that ended meanwhile 0. */
    double passedMicros() {
        return used(process).minus(used).toNanos() / 1e3;
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
