package org.tidings.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.tidings.client.socket.HandshakeRefused;
import org.tidings.envelope.Decoded;

/** Opens WebSocket connections. The port behind which the WebSocket library lives. */
interface Transport extends AutoCloseable {

    /**
     * Opens a connection. Blocks until it is open or has failed.
     *
     * @param token for the Authorization header, or null
     */
    void open(URI uri, String token, Handler handler) throws HandshakeRefused, IOException;

    /** Has every attempt at a connection fail now. */
    void abandonAttempts();

    /** Ends every connection and every attempt at one, for ever. */
    @Override
    void close();

    /** Told about one connection, by I/O threads, one call at a time. */
    interface Handler {

        /** The first call, and before any frame. */
        void opened(Connection connection);

        /** May block: then nothing more is read. @param bytes of the frame, about */
        void frame(List<Decoded> envelopes, int bytes);

        /** The last call. @param code 1006 where no close frame came */
        void closed(int code, String reason);
    }

    /** An open connection. Safe for any thread; no method blocks. */
    interface Connection {

        /**
         * Sends one frame. Not to be called again before {@code done} was.
         *
         * @param frame envelopes as JSON, with newlines between them
         * @param done told on any thread when the frame has been handed to the network; not told if that failed
         */
        void send(String frame, Runnable done);

        /** Says goodbye and closes, within a moment also if the peer does not answer. */
        void close();

        /** Drops the connection without a word: the peer is not there. */
        void abort();
    }
}
