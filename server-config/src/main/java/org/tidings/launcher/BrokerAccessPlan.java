package org.tidings.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.tidings.launcher.access.BrokerUsers;

/**
 * Who may use a broker about to be started, and how it is spoken to.
 *
 * @param certificate Artemis' list of the certificate's files; null to speak in the clear
 * @param issuers whom the other broker of a pair must have its certificate from; null for those that Java trusts
 */
record BrokerAccessPlan(BrokerUsers users, Path certificate, Path issuers) {

    /** Users in a folder; instances can log in, with a password that is made where there is none. */
    static BrokerUsers users(Path folder) throws StartFailure {
        BrokerUsers users = BrokerUsers.in(folder);
        try {
            users.admitInstances();
            return users;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot use the broker's users in " + users.folder() + " (" + e.getMessage()
                            + "): mend that, or choose another directory with --keys",
                    e);
        }
    }

    boolean secure() {
        return certificate != null;
    }

    /** For the broker, whose classes are out of sight here. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("users", users.folder().toString());
        if (certificate != null) {
            values.put("certificate", certificate.toString());
        }
        if (issuers != null) {
            values.put("issuers", issuers.toString());
        }
        return values;
    }

    /** Likewise, for one of a pair. */
    Map<String, String> pairValues() throws StartFailure {
        Map<String, String> values = values();
        try {
            values.put("pairPassword", users.pairPassword());
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot use the pair's password in " + users.folder() + " (" + e.getMessage() + ")", e);
        }
        return values;
    }
}
