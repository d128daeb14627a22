package org.tidings.web.frames;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A wire straight to a socket. Whatever a test does not expect of it fails. */
abstract class UnexpectedWire implements Wire {
    @Override
    public boolean write(ByteBuffer bytes, Consumer<Throwable> later) throws IOException {
        throw new AssertionError("written to");
    }

    @Override
    public final boolean isDirect() {
        return true;
    }

    @Override
    public void leaveHttp(WebConnection container, FedInput input) {
        throw new AssertionError("taken from the container");
    }

    @Override
    public void close() {
        throw new AssertionError("closed in order");
    }

    @Override
    public final boolean isOpen() {
        throw new AssertionError("asked whether it is open");
    }

    @Override
    public void cut() {
        throw new AssertionError("cut");
    }
}
