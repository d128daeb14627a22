package org.tidings.launcher.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.tidings.log.LogAddresses;
import org.tidings.log.LogShard;
import org.tidings.log.RestoreNotice;

/**
 * Where the journal was replaced by an older one, tells every shard's next leader so, before the broker opens its port: nobody may
 * be left who remembers what was lost but the clients, and their word alone must not end an epoch.
 */
final class RestoredJournal implements ActiveMQServerBasePlugin, ActivateCallback {
    private static final Logger LOG = System.getLogger(RestoredJournal.class.getName());
    private static final int RECORD_BYTES = 256;

    private final Path journal;
    private final List<LogShard> shards;
    private final JournalGeneration generation;
    private final boolean replaced;
    /** Null until it is registered. */
    private ActiveMQServer server;

    /** Made before the broker opens its journal. */
    RestoredJournal(Path journal, List<LogShard> shards) {
        this.journal = journal;
        this.shards = shards;
        this.generation = new JournalGeneration(journal);
        try {
            replaced = generation.replaced();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void registered(ActiveMQServer registeredAt) {
        server = registeredAt;
        server.registerActivateCallback(this);
    }

    /** Before it opens its port. */
    @Override
    public void activated() {
        try {
            if (replaced) {
                LOG.log(
                        Level.WARNING,
                        "The journal {0} is an older one, restored: every shard begins a new epoch",
                        journal);
                for (LogShard shard : shards) {
                    tell(LogAddresses.publish(shard));
                }
            }
            generation.renew();
        } catch (Exception e) {
            throw new IllegalStateException("The journal's generation cannot be kept beside " + journal, e);
        }
    }

    private void tell(String address) throws Exception {
        CoreMessage notice = new CoreMessage(server.getStorageManager().generateID(), RECORD_BYTES);
        notice.setAddress(address).setRoutingType(RoutingType.ANYCAST).setDurable(true);
        notice.setType(Message.BYTES_TYPE);
        notice.getBodyBuffer().writeBytes(RestoreNotice.record());
        server.getPostOffice().route(notice, false);
        server.getStorageManager().waitOnOperations();
    }
}
