package org.tidings.testkit;

import java.io.IOException;

/** The peer sent what RFC 6455 forbids. */
public final class ProtocolViolation extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolViolation(String message) {
        super(message);
    }
}
