package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.Map;

/**
 * Who may use a broker, and how it is spoken to.
 *
 * @param users the folder of the files with users and roles
 * @param pairPassword what the brokers of a pair show each other; null for a broker alone
 * @param certificate names the files of certificate and key, as Artemis' key store {@code PEMCFG} does; null to speak in the clear
 * @param issuers whom the other broker of a pair must have its certificate from, in PEM; null for those that Java trusts
 */
public record BrokerAccess(Path users, String pairPassword, Path certificate, Path issuers) {

    /** From the launcher, by the components' names; what is absent is null. */
    static BrokerAccess of(Map<String, String> values) {
        return new BrokerAccess(
                Path.of(values.get("users")),
                values.get("pairPassword"),
                path(values.get("certificate")),
                path(values.get("issuers")));
    }

    /** For users in this folder, in the clear. */
    static BrokerAccess of(Path users) {
        return new BrokerAccess(users, null, null, null);
    }

    private static Path path(String value) {
        return value == null ? null : Path.of(value);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerAccess[users=" + users + ", certificate=" + certificate + "]";
    }
}
