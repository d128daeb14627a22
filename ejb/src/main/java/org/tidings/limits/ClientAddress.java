package org.tidings.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a client is, as far as anyone trusted says so.
 *
 * @param address as it is told to the operator, without a name
 * @param network what is counted: an IPv4 address, or the first 64 bits of an IPv6 address, for whoever has one has all with
 *     the same
 * @param limited whether limits per address hold for it
 */
public record ClientAddress(String address, String network, boolean limited) {

    private static final int COUNTED_BYTES = 8;

    static ClientAddress of(InetAddress address, boolean limited) {
        return new ClientAddress(address.getHostAddress(), network(address), limited);
    }

    /** What has no numbers, as a server may name the end of a socket of another kind: all such are one. */
    static ClientAddress unknown() {
        return new ClientAddress("unknown", "unknown", true);
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= COUNTED_BYTES) {
            return address.getHostAddress();
        }
        Arrays.fill(bytes, COUNTED_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
