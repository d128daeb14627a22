package org.tidings.web.socket;

import java.security.Principal;
import org.tidings.authentication.Caller;
import org.tidings.limits.Seat;
import org.tidings.web.frames.OutputSlot;

/**
 * Who comes, with the seat that was taken for the connection: the one thing that a handshake can hand to its endpoint everywhere.
 *
 * @param output where frames that are ready to go may be written, once the connection is open
 * @param handshake what is to be let go of then
 */
record SeatedCaller(Caller caller, Seat seat, OutputSlot output, UndertowHandshake handshake) implements Principal {

    @Override
    public String getName() {
        return caller.getName();
    }
}
