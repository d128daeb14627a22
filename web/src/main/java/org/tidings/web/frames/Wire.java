package org.tidings.web.frames;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The connection under an upgraded request, as far as it takes bytes. Not called by two threads at once. */
interface Wire {
    /**
     * Writes behind everything that was written before, and never waits for the peer: what the system does not take now goes out
     * as it does.
     *
     * @param bytes not changed by anybody until they are written; position and limit are the wire's from now on
     * @param later told once, on a thread of the server, with null or with why the rest was not written; not told where this returns true
     *     or throws
     * @return whether the system has taken all of it
     */
    boolean write(ByteBuffer bytes, Consumer<Throwable> later) throws IOException;

    /** Whether bytes go to the socket as they are, on the thread that writes them. Only then it can {@link #leaveHttp}. */
    boolean isDirect();

    /**
     * Ends the request in the server's eyes, which then keeps nothing of it; the connection stays open. What arrives from now on is fed to
     * the input. Called while the container hands the connection over.
     */
    void leaveHttp(WebConnection container, FedInput input);

    /** Ends the connection when everything is written: never, where the peer reads nothing. Any thread. */
    void close();

    /** Whether it has not come to its end. Any thread. */
    boolean isOpen();

    /** Ends the connection at once, with whatever is not written. Any thread, any time. */
    void cut();
}
