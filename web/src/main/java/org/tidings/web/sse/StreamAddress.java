package org.tidings.web.sse;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which addresses are streams. By the letter: whatever else a server may take for the same is none. Stateless. */
public final class StreamAddress {

    private static final Pattern STREAM = Pattern.compile("/api/channels/([^/;]+)/stream");

    private StreamAddress() {}

    /** The channel whose stream the request names, as it is after decoding; empty where it names no stream. */
    public static Optional<String> channel(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Matcher stream = STREAM.matcher(path);
        if (!stream.matches()) {
            return Optional.empty();
        }
        try {
            // A plus stands for itself in a path.
            return Optional.of(URLDecoder.decode(stream.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.of(stream.group(1));
        }
    }
}
