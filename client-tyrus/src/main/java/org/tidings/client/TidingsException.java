package org.tidings.client;

import java.util.Optional;

/** A request that failed; completes its future. */
public final class TidingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /** The protocol's error code, null where no server answered. */
    private final String errorCode;

    TidingsException(Failure failure, String errorCode, String message) {
        super(message);
        this.failure = failure;
        this.errorCode = errorCode;
    }

    TidingsException(Failure failure, String message) {
        this(failure, null, message);
    }

    public Failure failure() {
        return failure;
    }

    /** The error code that the server answered with, as in {@code forbidden}; empty where no server answered. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }
}
