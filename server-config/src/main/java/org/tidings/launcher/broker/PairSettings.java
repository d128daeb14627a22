package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.Map;

/**
 * What makes a broker one of two.
 *
 * @param role who is live at the very first start; afterwards the two are equal
 * @param self where the other broker and clients reach this one, {@code tcp://HOST:PORT}; also its name before the witness
 * @param peer where the other one is reached
 * @param witness a folder that both reach
 * @param takeOver go on with this journal although the other broker was live after it
 */
public record PairSettings(Role role, String self, String peer, Path witness, boolean takeOver) {

    /** Who begins. */
    public enum Role {
        PRIMARY,
        BACKUP
    }

    /** From the launcher, by the components' names. */
    static PairSettings of(Map<String, String> values) {
        return new PairSettings(
                Role.valueOf(values.get("role")),
                values.get("self"),
                values.get("peer"),
                Path.of(values.get("witness")),
                Boolean.parseBoolean(values.get("takeOver")));
    }
}
