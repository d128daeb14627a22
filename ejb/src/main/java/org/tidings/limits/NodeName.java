package org.tidings.limits;

import java.net.InetAddress;
import java.util.Optional;

/** How servers and proxies write an address: with a port, in brackets, with a zone. Stateless. */
final class NodeName {

    /** No address with brackets, zone and port is longer. */
    private static final int MAX_LENGTH = 80;

    private NodeName() {}

    /** Empty for {@code unknown}, for hidden names (RFC 7239 §6), and for what is no address. */
    static Optional<InetAddress> address(String name) {
        if (name == null || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String text = name.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? Optional.empty() : AddressRange.address(withoutZone(text.substring(1, end)));
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
        return AddressRange.address(withoutZone(hasPort ? text.substring(0, colon) : text));
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
