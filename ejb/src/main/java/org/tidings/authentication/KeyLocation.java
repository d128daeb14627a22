package org.tidings.authentication;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.regex.Pattern;

/** Reads keys, each time anew, from an {@code http(s):} or {@code file:} URL, a path, or a class path resource. */
final class KeyLocation implements JWKSetSource<SecurityContext> {
    private static final Logger LOG = System.getLogger(KeyLocation.class.getName());
    private static final Pattern HTTP = Pattern.compile("(?i)https?:.*");
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 256 * 1024;

    private final String location;

    KeyLocation(String location) {
        this.location = location;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long nowMillis, SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            return PublicKeys.parse(text());
        } catch (IOException | ParseException | RuntimeException unusable) {
            LOG.log(Level.WARNING, "No keys from {0} = {1}: {2}", KeySource.LOCATION_KEY, location, unusable);
            throw new JWKSetUnavailableException("No keys from the configured location", unusable);
        }
    }

    private String text() throws IOException {
        if (HTTP.matcher(location).matches()) {
            return new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES)
                    .retrieveResource(new URL(location))
                    .getContent();
        }
        Path path = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        if (location.startsWith("file:") || Files.exists(path)) {
            return Files.readString(path);
        }
        return resource(location.replaceFirst("^classpath:", "").replaceFirst("^/", ""));
    }

    private static String resource(String name) throws IOException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try (InputStream in = application == null ? null : application.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is neither a file nor a class path resource");
            }
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        // Nothing is held open between two reads.
    }
}
