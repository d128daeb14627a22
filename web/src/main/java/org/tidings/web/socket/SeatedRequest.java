package org.tidings.web.socket;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.tidings.web.admission.AdmittedRequest;

/** A handshake as the container gets it: its principal, which reaches the endpoint, brings the seat along. */
final class SeatedRequest extends AdmittedRequest {

    private final SeatedCaller caller;

    SeatedRequest(HttpServletRequest request, SeatedCaller caller) {
        super(request, caller.caller());
        this.caller = caller;
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    /**
     * No name: Tyrus asks for it with every handshake and does nothing with it, and where addresses have no names in the DNS each
     * handshake would wait for that answer.
     */
    @Override
    public String getLocalName() {
        return getLocalAddr();
    }
}
