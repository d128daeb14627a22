package org.tidings.launcher.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.DistributedLockManager;
import org.apache.activemq.artemis.lockmanager.MutableLong;

/**
 * Artemis' way to the {@link Witness}: named in a broker's configuration as the manager of its replication, and made by Artemis once for
 * each time that the broker becomes live or begins to follow. Thread-safe.
 */
public final class WitnessedLocks implements DistributedLockManager {

    /** The folder that both brokers reach. */
    public static final String FOLDER = "folder";
    /** Which broker this is: any text that the other one does not use, the same at every start. */
    public static final String BROKER = "broker";
    /** {@code false}: do not begin a log where the witness knows of none. */
    public static final String BEGINS = "begins";
    /** {@code true}: go on with this journal although another broker was live after it. */
    public static final String TAKE_OVER = "take-over";

    private static final long RETRY_MILLIS = 250;

    /** Brokers of this process that have followed another: they lost nothing to a crash of their own since. */
    private static final Set<String> FOLLOWERS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final String broker;
    private final boolean begins;
    private final boolean takeOver;
    private final Map<String, WitnessedLock> locks = new ConcurrentHashMap<>();
    private volatile boolean started;

    /** Called by Artemis. */
    public WitnessedLocks(Map<String, String> properties) {
        folder = Path.of(required(properties, FOLDER));
        broker = required(properties, BROKER);
        begins = !"false".equals(properties.get(BEGINS));
        takeOver = Boolean.parseBoolean(properties.get(TAKE_OVER));
    }

    private static String required(Map<String, String> properties, String key) {
        String value = properties.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the property " + key + " of the lock manager is missing");
        }
        return value;
    }

    @Override
    public void start() throws InterruptedException {
        start(Long.MAX_VALUE, TimeUnit.MILLISECONDS);
    }

    /** Waits until the witness is within reach. */
    @Override
    public boolean start(long timeout, TimeUnit unit) throws InterruptedException {
        long begin = System.nanoTime();
        while (!Files.isDirectory(folder)) {
            if (timeout >= 0 && System.nanoTime() - begin >= unit.toNanos(timeout)) {
                return false;
            }
            Thread.sleep(RETRY_MILLIS);
        }
        started = true;
        return true;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public void stop() {
        started = false;
        locks.values().forEach(WitnessedLock::unlock);
        locks.clear();
    }

    @Override
    public DistributedLock getDistributedLock(String lockId) {
        return lock(lockId);
    }

    @Override
    public MutableLong getMutableLong(String mutableLongId) {
        return lock(mutableLongId);
    }

    private WitnessedLock lock(String id) {
        if (!started) {
            throw new IllegalStateException("not started");
        }
        return locks.computeIfAbsent(
                id, key -> new WitnessedLock(new Witness(folder, key), key, broker, this::goesOnAfter));
    }

    /** @param holder who was live last, empty where nobody ever was */
    private boolean goesOnAfter(String holder) {
        if (holder.isEmpty()) {
            return begins;
        }
        return holder.equals(broker) || takeOver || FOLLOWERS.contains(broker);
    }

    /** Asked for by a broker that begins to follow; the witness' absence does not disturb it. */
    @Override
    public void addUnavailableManagerListener(UnavailableManagerListener listener) {
        FOLLOWERS.add(broker);
    }

    @Override
    public void removeUnavailableManagerListener(UnavailableManagerListener listener) {}
}
