package org.tidings.testkit;

import java.io.IOException;

/** The server answered an upgrade request with something else than 101. */
public final class HandshakeRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient HttpAnswer answer;

    HandshakeRefused(HttpAnswer answer) {
        super("the upgrade was refused: " + answer.status() + " " + answer.body());
        this.answer = answer;
    }

    public HttpAnswer answer() {
        return answer;
    }
}
