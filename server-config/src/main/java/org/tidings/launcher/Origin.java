package org.tidings.launcher;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where a browser on this machine finds the instance: the origins of the URLs that are printed, and the only ones let in. */
record Origin(String scheme, InetAddress bind, int port) {
    static final String HTTP = "http";
    static final String HTTPS = "https";

    /** The origin to print, {@code http://127.0.0.1:8080}: an instance that listens everywhere is shown by its loopback address. */
    String primary() {
        return of(bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress());
    }

    /** Every origin under which the printed pages can be opened. */
    Set<String> all() {
        Set<String> origins = new LinkedHashSet<>();
        origins.add(primary());
        if (bind.isAnyLocalAddress() || bind.isLoopbackAddress()) {
            origins.add(of("127.0.0.1"));
            origins.add(of("localhost"));
        }
        return origins;
    }

    /** The URL of a broker that listens on {@code bind}, as seen from this machine. */
    static String brokerUrl(InetAddress bind, int port) {
        return "tcp://" + hostPart(bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress()) + ":" + port;
    }

    boolean isSecure() {
        return scheme.equals(HTTPS);
    }

    private String of(String host) {
        // A browser leaves the scheme's own port out of the Origin header (RFC 6454 §4).
        return scheme + "://" + hostPart(host) + (port == (isSecure() ? 443 : 80) ? "" : ":" + port);
    }

    /** A host as it stands in a URL: an IPv6 address in brackets (RFC 3986 §3.2.2). */
    static String hostPart(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
