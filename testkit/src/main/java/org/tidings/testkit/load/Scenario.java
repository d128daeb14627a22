package org.tidings.testkit.load;

/** Something that must hold under load. Starts and ends its own processes; runs on the caller's thread. */
public interface Scenario {

    /** As it is called on the command line. */
    String name();

    /** Measures, and tells the report. Fails only where it could not measure. */
    void run(Report report);
}
