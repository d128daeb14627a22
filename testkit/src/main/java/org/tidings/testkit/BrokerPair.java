package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two brokers that replicate, of which one is live, and the folder that is their witness. Either may be killed, frozen and started
 * again; kill both at once, and the one that was live comes up first. Driven by one thread.
 */
public final class BrokerPair {

    private final PairedBrokerNode primary;
    private final PairedBrokerNode backup;
    private final BrokerLogin login;

    BrokerPair(Path folder, BrokerLogin login) {
        this.login = login;
        try {
            Files.createDirectories(folder.resolve("witness"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int primaryPort = FreePort.next();
        int backupPort = FreePort.next();
        primary = new PairedBrokerNode("primary", primaryPort, backupPort, folder, login.keys());
        backup = new PairedBrokerNode("backup", backupPort, primaryPort, folder, login.keys());
    }

    /** Starts both; returns when the second has everything. */
    public void start() {
        primary.launch();
        backup.launch();
        awaitInSync();
    }

    /** Waits until one is live and the other has everything: from then on either may be lost. */
    public void awaitInSync() {
        primary.awaitReady();
        backup.awaitReady();
        Await.await(
                ControlledProcess.START,
                this::replicates,
                () -> "the pair does not replicate\n" + primary.lastWords() + backup.lastWords());
    }

    /** Whether one is live and the other has everything. */
    public boolean replicates() {
        return primary.live() && backup.inSync() || backup.live() && primary.inSync();
    }

    /** The one that was told to begin as the live one. */
    public PairedBrokerNode primary() {
        return primary;
    }

    public PairedBrokerNode backup() {
        return backup;
    }

    /** The one that is live now; fails where none is, or both say so. */
    public PairedBrokerNode live() {
        if (primary.live() == backup.live()) {
            throw new AssertionError("primary: " + primary.standing() + "; backup: " + backup.standing());
        }
        return primary.live() ? primary : backup;
    }

    /** The other one than {@link #live}. */
    public PairedBrokerNode follower() {
        return live() == primary ? backup : primary;
    }

    /** For a JMS client that is what an instance is. */
    public String instanceUrl() {
        return "(" + url() + ")" + login.parameters();
    }

    /** What instances are given as {@code --broker}. */
    public String url() {
        return primary.url() + "," + backup.url();
    }
}
