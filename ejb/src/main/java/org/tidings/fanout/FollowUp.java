package org.tidings.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a thread that has told of an event does itself, once it holds no lock any more, where others sleep that would have to be woken
 * for it: to wake a thread costs more than a few writes do. It is its caller who runs it, as with the JDK's {@code CallerRunsPolicy}.
 *
 * <p>Only around what does not wait for anybody: until that is over, what was put off waits too. Confined to the thread that began it.
 */
public final class FollowUp {

    /** So much one thread does for others in a row: more than a room's share of writers would do side by side. */
    public static final int MOST = 16;

    private static final ThreadLocal<FollowUp> CURRENT = new ThreadLocal<>();

    /** One who sleeps while it has something to do. */
    public interface Sleeper {

        /** Does some of it on this thread, which holds no lock and must not wait; the rest it wakes up for. */
        void helped();
    }

    private final List<Sleeper> sleepers = new ArrayList<>(2);
    private int putOff;

    private FollowUp() {}

    /** Does something, and behind it what it put off. Within another one of the same thread it is that other one's end that counts. */
    public static void of(Runnable telling) {
        returning(() -> {
            telling.run();
            return null;
        });
    }

    /** Likewise, for what there is to return. */
    public static <T> T returning(Supplier<T> telling) {
        if (CURRENT.get() != null) {
            return telling.get();
        }
        FollowUp own = new FollowUp();
        CURRENT.set(own);
        try {
            return telling.get();
        } finally {
            CURRENT.remove();
            own.sleepers.forEach(Sleeper::helped);
        }
    }

    /** This thread's; null for none. */
    public static FollowUp current() {
        return CURRENT.get();
    }

    /** Puts something off to the end. False where that is enough: the sleeper must be woken. */
    public boolean putOff(Sleeper sleeper) {
        if (putOff == MOST) {
            return false;
        }
        putOff++;
        if (!sleepers.contains(sleeper)) {
            sleepers.add(sleeper);
        }
        return true;
    }
}
