package org.tidings.launcher.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.testkit.FreePort;

/** A real broker on a free port, with a journal in a temporary folder: stopped and started again at will. */
final class TestBroker implements AutoCloseable {

    private final Path folder;
    private final int port = FreePort.next();
    private final TestUsers users;
    private LogGroups logs;
    private final CountDownLatch journalLost = new CountDownLatch(1);
    /** Null while it is down. */
    private EmbeddedBroker broker;

    private TestBroker(LogGroups logs) {
        this.logs = logs;
        try {
            folder = Files.createTempDirectory("tidings-broker");
            users = new TestUsers(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not started yet. */
    static TestBroker down(LogSettings settings) {
        return new TestBroker(LogGroups.of(settings));
    }

    static TestBroker up(LogSettings settings) {
        return up(LogGroups.of(settings));
    }

    static TestBroker up(LogGroups logs) {
        TestBroker broker = new TestBroker(logs);
        broker.start();
        return broker;
    }

    void start() {
        BrokerSettings shape = new BrokerSettings("test", journal(), "127.0.0.1", port, logs, users.access());
        broker = EmbeddedBroker.start(shape, new LostJournal(journalLost::countDown));
    }

    void stop() {
        broker.close();
        broker = null;
    }

    /** Other limits, from the next start on. */
    void reshape(LogSettings others) {
        logs = LogGroups.of(others);
    }

    /** Of the main log. */
    LogSettings settings() {
        return logs.main();
    }

    LogGroups logs() {
        return logs;
    }

    int port() {
        return port;
    }

    /** For an instance, with all that its role allows and no more. */
    String url() {
        return address() + users.asInstance();
    }

    /** For nobody yet. */
    String address() {
        return "tcp://127.0.0.1:" + port;
    }

    TestUsers users() {
        return users;
    }

    /** A copy of the journal: what is left of a broker that is up, and to which nobody publishes, if it crashes now. */
    Path backUp() {
        Path backup = folder.resolve("backup");
        copy(journal(), backup);
        return backup;
    }

    /** Puts a copy of the journal in the place of the present one; the broker is down. */
    void restore(Path backup) {
        delete(journal());
        copy(backup, journal());
    }

    /** As {@link #restore}, where the broker cannot tell: as an Artemis that was set up by hand. */
    void restoreUnnoticed(Path backup) {
        restore(backup);
        try {
            Files.delete(journal().resolve("generation"));
            Files.delete(folder.resolve("journal.generation"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loses everything; the broker is down. */
    void wipe() {
        delete(journal());
    }

    /** The folder of the journal's files. */
    Path messages() {
        return journal().resolve("messages");
    }

    /** As if the disk had failed under it. A process with nothing but the broker would end. */
    void breakDisk() {
        ((ActiveMQServerImpl) broker.server())
                .getIoCriticalErrorListener()
                .onIOException(new IOException("No space left on device"), "test", "journal");
    }

    boolean wouldHaveEnded() {
        return journalLost.getCount() == 0;
    }

    /** The disk is full, as far as the broker measures it. */
    void fillDisk(boolean full) {
        try {
            FileStoreMonitor monitor = ((ActiveMQServerImpl) broker.server()).getMonitor();
            monitor.setMinDiskFree(full ? Long.MAX_VALUE : 0).tick();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ActiveMQServer server() {
        return broker.server();
    }

    Queue queue(String name) {
        return broker.server().locateQueue(name);
    }

    /** How many bytes Artemis counts for an address. */
    long addressBytes(String address) {
        try {
            return broker.server()
                    .getPagingManager()
                    .getPageStore(SimpleString.of(address))
                    .getAddressSize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (broker != null) {
            stop();
        }
        delete(folder);
    }

    private Path journal() {
        return folder.resolve("journal");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
