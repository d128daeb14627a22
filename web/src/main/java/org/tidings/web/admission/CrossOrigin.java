package org.tidings.web.admission;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.tidings.authentication.OriginPolicy;

/**
 * Lets pages of the origins that may connect call the API too (Fetch Standard §3.3): each may send its token in a header, and nothing
 * goes along by itself, for credentials are never allowed. Of other origins nothing is said. Stateless.
 */
public final class CrossOrigin {

    private static final Pattern ALLOWED_HEADER =
            Pattern.compile("(?i)authorization|content-type|cache-control|last-event-id|tidings-[a-z0-9._~-]+");

    private static final String KEPT_SECONDS = "600";

    private CrossOrigin() {}

    /** Sets the answer's headers. True where that is all of the answer, for the browser only asked whether it may ask. */
    public static boolean answer(HttpServletRequest request, HttpServletResponse response, OriginPolicy origins) {
        List<String> sent = Collections.list(request.getHeaders("Origin"));
        response.addHeader("Vary", "Origin");
        if (sent.size() != 1 || !origins.allows(sent.get(0))) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", sent.get(0));
        response.setHeader("Access-Control-Expose-Headers", "Location, Retry-After, WWW-Authenticate");
        if (!request.getMethod().equals("OPTIONS") || request.getHeader("Access-Control-Request-Method") == null) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
        response.setHeader("Access-Control-Allow-Headers", allowed(request));
        response.setHeader("Access-Control-Max-Age", KEPT_SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }

    /** Of the headers that are asked for, those that mean anything here. */
    private static String allowed(HttpServletRequest request) {
        String asked = request.getHeader("Access-Control-Request-Headers");
        return asked == null
                ? "Authorization, Content-Type"
                : String.join(
                        ", ",
                        Arrays.stream(asked.split(","))
                                .map(String::strip)
                                .filter(name -> ALLOWED_HEADER.matcher(name).matches())
                                .toList());
    }
}
