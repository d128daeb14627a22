package org.tidings.testkit.frames;

import java.io.IOException;
import java.util.Set;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.RawWebSocket;

/**
 * Something that a client can do to a server with bytes alone.
 *
 * @param section of RFC 6455
 * @param name what it does
 * @param demanded how it has to end, one of these: a close code; {@link Outcome#LIVES}; {@link Outcome#CUT_OFF}
 * @param opening how the connection is opened
 * @param act what is sent on it
 * @param probed whether a request is sent behind it; not where the server still waits for the rest of a frame
 */
public record Trick(String section, String name, Set<String> demanded, Opening opening, Act act, boolean probed) {

    /** Opens the connection on which it is done. */
    public interface Opening {
        RawWebSocket open(Handshake handshake) throws IOException;
    }

    /** Does it. The server may end the connection meanwhile. */
    public interface Act {
        void on(RawWebSocket socket) throws IOException;
    }

    /** @param hex all that is sent, in one write */
    static Trick of(String section, String name, String demanded, String hex) {
        return of(section, name, demanded, socket -> socket.sendHex(hex));
    }

    /** @param demanded alternatives stand beside each other with a slash */
    static Trick of(String section, String name, String demanded, Act act) {
        return new Trick(section, name, Set.of(demanded.split("/")), Handshake::open, act, true);
    }

    Trick opened(Opening other) {
        return new Trick(section, name, demanded, other, act, probed);
    }

    /** Nothing is sent behind it. */
    Trick thenSilence() {
        return new Trick(section, name, demanded, opening, act, false);
    }

    @Override
    public String toString() {
        return "§" + section + " " + name;
    }
}
