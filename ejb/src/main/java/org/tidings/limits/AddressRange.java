package org.tidings.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses whose first bits are the same, as {@code 10.0.0.0/8} or {@code ::1}. Immutable.
 *
 * @param base its length says which family; an IPv4 address inside IPv6 is one of IPv4
 * @param bits how many are the same
 */
record AddressRange(InetAddress base, int bits) {

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}(?:[0-9.]{7,15})?");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /** Empty where the text is no address with or without a length. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> base = address(slash < 0 ? text : text.substring(0, slash));
        if (base.isEmpty()) {
            return Optional.empty();
        }
        int longest = base.get().getAddress().length * 8;
        if (slash < 0) {
            return Optional.of(new AddressRange(base.get(), longest));
        }
        String length = text.substring(slash + 1);
        int bits = BITS.matcher(length).matches() ? Integer.parseInt(length) : Integer.MAX_VALUE;
        return bits > longest ? Optional.empty() : Optional.of(new AddressRange(base.get(), bits));
    }

    /** An address written in numbers. Names are none: looking one up would let a peer make the server ask for it. */
    static Optional<InetAddress> address(String text) {
        boolean numbers = IPV4.matcher(text).matches()
                || text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
        if (!numbers) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    boolean holds(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
