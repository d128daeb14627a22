package org.tidings.client.cli;

/** Lets an interrupt (SIGINT, SIGTERM) end a command in an orderly way and with an exit code of its own. */
final class Interrupt {

    private final Thread hook;

    private Interrupt(Thread hook) {
        this.hook = hook;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param cleanUp runs before the process ends; must not wait for the main thread */
    static Interrupt endingWith(int exitCode, Runnable cleanUp) {
        return new Interrupt(new Thread(
                () -> {
                    cleanUp.run();
                    // Not exit, which waits for this very hook; without it the code would be the signal's.
                    Runtime.getRuntime().halt(exitCode);
                },
                "tidings-interrupt"));
    }

    /** The command has ended by itself. */
    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException interruptedAlready) {
            // Then the hook is running, and ends the process.
            return;
        }
    }
}
