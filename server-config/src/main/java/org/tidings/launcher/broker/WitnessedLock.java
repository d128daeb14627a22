package org.tidings.launcher.broker;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.tidings.launcher.broker.Witness.Testimony;

/**
 * The right to change what the witness says of the newest journal, and that number itself. Who has taken it holds it until another
 * takes it; then each change that the former holder tries fails.
 *
 * <p>So the lock keeps nobody out who is frozen or cut off, and needs no heartbeat. What keeps a former holder from doing harm is that
 * Artemis acknowledges nothing that only one broker has before its number is changed here: see {@link ReplicationFence}. Thread-safe.
 */
final class WitnessedLock implements DistributedLock, MutableLong {

    private static final Logger LOG = System.getLogger(WitnessedLock.class.getName());

    private static final long RETRY_MILLIS = 250;

    private final Witness witness;
    private final String id;
    private final String broker;
    private final Predicate<String> goesOnAfter;
    /** What this broker wrote last; null while it does not hold the lock. Guarded by this. */
    private Testimony held;
    /** Whom this broker waits for, so that it says so once. Guarded by this. */
    private String awaited = "";

    /** @param goesOnAfter whether this broker may be live after the one of this name, or, where it is empty, as the very first */
    WitnessedLock(Witness witness, String id, String broker, Predicate<String> goesOnAfter) {
        this.witness = witness;
        this.id = id;
        this.broker = broker;
        this.goesOnAfter = goesOnAfter;
    }

    @Override
    public String getLockId() {
        return id;
    }

    @Override
    public String getMutableLongId() {
        return id;
    }

    /**
     * Takes the lock, unless another broker was the last that was live and this one did not see it go. After both were down, that one
     * may have acknowledged what had not yet reached this one's disk.
     */
    @Override
    public synchronized boolean tryLock() throws UnavailableStateException {
        try {
            Testimony now = witness.read();
            if (!goesOnAfter.test(now.holder())) {
                await(now.holder());
                return false;
            }
            Testimony mine = now.next(now.sequence(), broker);
            if (!witness.add(mine)) {
                return false;
            }
            held = mine;
            return true;
        } catch (IOException e) {
            throw new UnavailableStateException(e);
        }
    }

    private void await(String holder) {
        if (!holder.isEmpty() && !holder.equals(awaited)) {
            awaited = holder;
            LOG.log(
                    Level.WARNING,
                    "{0} was the last broker that was live, and may have acknowledged what did not reach the disk here: waiting"
                            + " for it. If it is lost for good, start this one with --take-over",
                    holder);
        }
    }

    @Override
    public synchronized boolean isHeldByCaller() throws UnavailableStateException {
        try {
            return held != null && witness.read().equals(held);
        } catch (IOException e) {
            throw new UnavailableStateException(e);
        }
    }

    @Override
    public long get() throws UnavailableStateException {
        try {
            return witness.read().sequence();
        } catch (IOException e) {
            throw new UnavailableStateException(e);
        }
    }

    @Override
    public synchronized void set(long value) throws UnavailableStateException {
        change(value);
    }

    @Override
    public synchronized boolean compareAndSet(long expected, long value) throws UnavailableStateException {
        if (held == null || held.sequence() != expected) {
            return false;
        }
        change(value);
        return true;
    }

    /** Insists while the witness is away: the holder acknowledges nothing meanwhile, and goes on by itself when it is back. */
    private void change(long value) throws UnavailableStateException {
        if (held == null) {
            throw new UnavailableStateException("the lock is not held");
        }
        Testimony next = held.next(value, broker);
        for (boolean told = false; ; told = true) {
            try {
                if (!witness.add(next)) {
                    held = null;
                    throw new UnavailableStateException("another broker has taken over");
                }
                held = next;
                return;
            } catch (IOException e) {
                if (!told) {
                    LOG.log(
                            Level.ERROR,
                            "The witness is out of reach; nothing is acknowledged until it is back: {0}",
                            e);
                }
                pause();
            }
        }
    }

    private static void pause() throws UnavailableStateException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableStateException(e);
        }
    }

    @Override
    public synchronized void unlock() {
        held = null;
    }

    /** Nobody is told: the lock is lost without notice, and every use finds out. */
    @Override
    public void addListener(UnavailableLockListener listener) {}

    @Override
    public void removeListener(UnavailableLockListener listener) {}

    /** Closed as a number after each reading; the lock stays held. */
    @Override
    public void close() {}
}
