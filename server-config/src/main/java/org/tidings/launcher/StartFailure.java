package org.tidings.launcher;

/** Why a command cannot start, in one line that says what is wrong and what to do about it. Ends the process with status 1. */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
