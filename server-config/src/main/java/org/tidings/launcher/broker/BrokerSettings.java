package org.tidings.launcher.broker;

import java.nio.file.Path;
import org.tidings.instance.LogBounds;
import org.tidings.log.LogGroups;
import org.tidings.settings.Settings;

/**
 * What can be chosen about a broker.
 *
 * @param name in its log and to its clients
 * @param journal the folder of all that it keeps on disk
 * @param bind the address to listen on
 * @param port the port to listen on
 * @param logs which there are, and how much each retains; their numbers of shards are fixed once the first event is written
 * @param access who may use it
 */
public record BrokerSettings(String name, Path journal, String bind, int port, LogGroups logs, BrokerAccess access) {

    /** With the logs' shape from the settings that instances read too: they must agree. */
    public static BrokerSettings of(
            Settings settings, String name, Path journal, String bind, int port, BrokerAccess access) {
        return new BrokerSettings(name, journal, bind, port, LogBounds.from(settings), access);
    }
}
