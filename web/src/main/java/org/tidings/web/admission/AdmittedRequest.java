package org.tidings.web.admission;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.authentication.Caller;

/**
 * A request as the container gets it: from the caller whom the token names, and without the token. What the
 * container does not see it cannot echo, log or hand to an endpoint.
 */
public class AdmittedRequest extends HttpServletRequestWrapper {
    private static final String AUTHORIZATION = "Authorization";
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private final Caller caller;

    public AdmittedRequest(HttpServletRequest request, Caller caller) {
        super(request);
        this.caller = caller;
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public String getRemoteUser() {
        return caller.getName();
    }

    @Override
    public boolean isUserInRole(String role) {
        return caller.getGroups().contains(role);
    }

    @Override
    public String getAuthType() {
        return "Bearer";
    }

    @Override
    public String getQueryString() {
        return Ticket.without(super.getQueryString());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> parameters = new HashMap<>(super.getParameterMap());
        parameters.remove(Ticket.PARAMETER);
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String[] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String getHeader(String name) {
        Enumeration<String> values = getHeaders(name);
        return values.hasMoreElements() ? values.nextElement() : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (name.equalsIgnoreCase(AUTHORIZATION)) {
            return Collections.emptyEnumeration();
        }
        if (name.equalsIgnoreCase(SUBPROTOCOLS)) {
            return Collections.enumeration(withoutTokens(Collections.list(super.getHeaders(name))));
        }
        return super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(name -> isChanged(name) && !getHeaders(name).hasMoreElements());
        return Collections.enumeration(names);
    }

    private static boolean isChanged(String name) {
        return name.equalsIgnoreCase(AUTHORIZATION) || name.equalsIgnoreCase(SUBPROTOCOLS);
    }

    /** The names left as one header, or no header where none is left. */
    private static List<String> withoutTokens(List<String> headers) {
        List<String> names = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !BearerToken.isSubprotocol(name))
                .toList();
        return names.isEmpty() ? List.of() : List.of(String.join(", ", names));
    }
}
