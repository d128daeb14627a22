package org.tidings.launcher;

import java.util.List;

/**
 * Why a command cannot start, in one line that says what is wrong and what to do about it, and further ones where there are several
 * things. Ends the process with status 1.
 */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    StartFailure(String message) {
        this(message, List.of());
    }

    StartFailure(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
        details = List.of();
    }

    /** One line each. */
    List<String> details() {
        return details;
    }
}
