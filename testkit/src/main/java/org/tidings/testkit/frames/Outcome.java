package org.tidings.testkit.frames;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.tidings.testkit.CloseStatus;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;

/** What a server made of a trick, in a word. Confined to one thread. */
public final class Outcome {
    /** The connection goes on: a request behind the trick was answered. */
    public static final String LIVES = "lives";
    /** The connection ended without a close frame. */
    public static final String CUT_OFF = "1006";
    /** A close frame came, but the connection stayed open. */
    private static final String LEFT_OPEN = " left open";
    /** Nothing came. */
    private static final String SILENCE = "silence";

    /** Asked by a request, not by a WebSocket ping: that a server may answer while it ends the connection. */
    private static final String PROBE = "\"probe\"";

    private Outcome() {}

    /**
     * Plays a trick.
     *
     * @param patience how long the server may take
     */
    public static String of(Trick trick, Handshake handshake, Duration patience) throws IOException {
        try (RawWebSocket socket = trick.opening().open(handshake)) {
            try {
                trick.act().on(socket);
                if (trick.probed()) {
                    socket.sendText("{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":" + PROBE + "}");
                }
            } catch (SocketException endedMeanwhile) {
                // What was received before that is read all the same.
            }
            return read(socket, System.nanoTime() + patience.toNanos());
        }
    }

    private static String read(RawWebSocket socket, long deadline) throws IOException {
        try {
            for (; ; ) {
                Frame frame = socket.receive(left(deadline));
                if (frame.opcode() == Opcode.TEXT && frame.text().contains(PROBE)) {
                    return LIVES;
                }
                if (frame.opcode() == Opcode.CLOSE) {
                    String code = code(socket);
                    return socket.endsWithin(left(deadline)) ? code : code + LEFT_OPEN;
                }
            }
        } catch (EOFException ended) {
            return code(socket);
        } catch (SocketTimeoutException silent) {
            return SILENCE;
        }
    }

    private static String code(RawWebSocket socket) {
        return Integer.toString(socket.closeStatus().map(CloseStatus::code).orElseThrow());
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
