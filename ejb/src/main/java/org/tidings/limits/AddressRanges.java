package org.tidings.limits;

import java.net.InetAddress;
import java.util.List;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** A list of addresses and ranges from a setting. Immutable. */
record AddressRanges(List<AddressRange> ranges) {

    /** How a list says that it is empty: an empty value means that the key is not set. */
    private static final String NONE = "none";

    static AddressRanges from(Settings settings, String key, List<String> fallback) {
        List<String> set = settings.getList(key);
        List<String> written = set.isEmpty() ? fallback : set;
        if (written.equals(List.of(NONE))) {
            return new AddressRanges(List.of());
        }
        return new AddressRanges(written.stream().map(text -> range(key, text)).toList());
    }

    private static AddressRange range(String key, String text) {
        return AddressRange.parse(text)
                .orElseThrow(() -> new InvalidSetting(key + " holds \"" + text.replaceAll("[^\\x20-\\x7E]", "?")
                        + "\", which is no address: expected addresses like 10.0.0.7 or 2001:db8::7, ranges like"
                        + " 10.0.0.0/8, or none"));
    }

    boolean hold(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }
}
