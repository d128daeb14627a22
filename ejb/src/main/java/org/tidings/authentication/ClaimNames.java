package org.tidings.authentication;

import java.util.List;
import org.tidings.settings.Settings;

/**
 * Where an issuer puts what Tidings needs. Each entry is a claim's name, or the way to a member of one, with dots: {@code
 * realm_access.roles}. A claim of exactly that name comes first, so that names with dots in them can be given too.
 *
 * @param names who the caller is: the first that is there
 * @param groups what the caller belongs to: all that are there, together
 */
record ClaimNames(List<String> names, List<String> groups) {

    static final String NAMES_KEY = "tidings.token.name-claims";
    static final String GROUPS_KEY = "tidings.token.group-claims";

    /** Those of MicroProfile JWT. */
    static final ClaimNames STANDARD = new ClaimNames(List.of("upn", "preferred_username", "sub"), List.of("groups"));

    static ClaimNames from(Settings settings) {
        List<String> names = settings.getList(NAMES_KEY);
        List<String> groups = settings.getList(GROUPS_KEY);
        return new ClaimNames(names.isEmpty() ? STANDARD.names : names, groups.isEmpty() ? STANDARD.groups : groups);
    }
}
