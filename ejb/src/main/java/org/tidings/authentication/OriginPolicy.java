package org.tidings.authentication;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/**
 * From which web pages a browser may connect: an exact list. A browser sends cookies and reaches private addresses for
 * any page, so the page's origin is checked against what the operator wrote down, never against the Host header, which
 * the attacker of a DNS rebinding chooses. Immutable.
 */
public final class OriginPolicy {
    static final String KEY = "tidings.allowed-origins";

    /** As a browser writes it (RFC 6454 §6.2): lower case, no path, no user, international names in Punycode. */
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9]([a-z0-9_.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private static final Pattern DEFAULT_PORT = Pattern.compile("http://.*:80|https://.*:443");

    private final Set<String> allowed;

    public OriginPolicy(Settings settings) {
        List<String> origins = settings.getList(KEY);
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()
                    || DEFAULT_PORT.matcher(origin).matches()) {
                throw new InvalidSetting(KEY + " holds \"" + origin.replaceAll("[^\\x20-\\x7E]", "?")
                        + "\", which no browser sends: expected scheme://host or scheme://host:port, in lower case,"
                        + " without a default port, a path or *");
            }
        }
        this.allowed = Set.copyOf(origins);
    }

    /** Whether no page at all may connect. */
    boolean allowsNone() {
        return allowed.isEmpty();
    }

    /** @param origin the Origin header's value, as received */
    public boolean allows(String origin) {
        return allowed.contains(origin);
    }
}
