package org.tidings.web.socket;

import java.security.Principal;
import org.tidings.authentication.Caller;
import org.tidings.limits.Seat;

/** Who comes, with the seat that was taken for the connection: the one thing that a handshake can hand to its endpoint everywhere. */
record SeatedCaller(Caller caller, Seat seat) implements Principal {

    @Override
    public String getName() {
        return caller.getName();
    }
}
