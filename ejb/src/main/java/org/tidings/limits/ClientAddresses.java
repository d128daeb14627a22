package org.tidings.limits;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.tidings.settings.Settings;

/**
 * Finds the client behind proxies. Only who is trusted may name another: of the addresses in the header, read from the right,
 * where each proxy adds the one it got the request from, the first that is no trusted proxy's is the client's. What stands left
 * of it the client may have written itself. Immutable.
 *
 * <p>One header counts, the one that the proxy is known to write: of the other a proxy knows nothing and passes on what a client
 * has put there.
 */
public final class ClientAddresses {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");
    private static final String X_FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED = "forwarded";

    private final AddressRanges trusted;
    private final AddressRanges unlimited;
    private final String header;

    public ClientAddresses(Settings settings) {
        trusted = AddressRanges.from(settings, "tidings.trusted-proxies", List.of("none"));
        unlimited = AddressRanges.from(settings, "tidings.unlimited-addresses", LOOPBACK);
        header = settings.getOneOf("tidings.forwarded-header", X_FORWARDED_FOR, X_FORWARDED_FOR, FORWARDED);
    }

    /** The header that names clients, where a trusted proxy sends the request. */
    public String header() {
        return header;
    }

    /**
     * @param peer the other end of the connection, in numbers
     * @param lines the values of {@link #header}, each line that was sent
     */
    public ClientAddress of(String peer, List<String> lines) {
        Optional<InetAddress> end = NodeName.address(peer);
        if (end.isEmpty()) {
            return ClientAddress.unknown();
        }
        InetAddress client = end.get();
        List<String> hops = header.equals(FORWARDED) ? ForwardedHeader.nodes(lines) : ForwardedHeader.elements(lines);
        for (int i = hops.size() - 1; i >= 0 && trusted.hold(client); i--) {
            Optional<InetAddress> named = NodeName.address(hops.get(i));
            if (named.isEmpty()) {
                // The proxy does not say who it was; whatever stands left of that is nobody's word.
                break;
            }
            client = named.get();
        }
        return ClientAddress.of(client, !unlimited.hold(client));
    }

    /** Whether a peer names clients without being trusted to, although it is none that limits hold for: a forgotten setting. */
    public boolean isForgotten(String peer, List<String> lines) {
        return !lines.isEmpty()
                && NodeName.address(peer)
                        .filter(end -> unlimited.hold(end) && !trusted.hold(end))
                        .isPresent();
    }
}
