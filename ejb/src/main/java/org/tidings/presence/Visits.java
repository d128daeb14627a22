package org.tidings.presence;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.tidings.authentication.Caller;
import org.tidings.history.Utf8;

/**
 * One connection's presence on the channels that it is subscribed to. Thread-safe; its lock is taken before {@link Presence}'s. For
 * each stay, named by the subscription's object, what comes second has no effect: a subscription may be ended by many.
 */
public final class Visits {

    /** What more a token says of its user is not shown. */
    static final int MAX_META_BYTES = 1_024;

    private final Map<Object, Visit> visits = new HashMap<>(2);
    private boolean ended;

    /** @param watch null where the subscriber does not want to know who comes and goes */
    private record Visit(Presence presence, Key key, String meta, Watch watch) {

        Visit showing(String changed) {
            return new Visit(presence, key, changed, watch);
        }

        Visit unwatched() {
            return new Visit(presence, key, meta, null);
        }
    }

    /**
     * The connection's user is seen on a channel from now on.
     *
     * @return false where the instance has no room for a further member
     */
    public synchronized boolean enter(Object stay, Presence presence, String channel, Caller caller) {
        Key key = new Key(channel, caller.getName());
        String meta = meta(caller);
        if (ended || visits.containsKey(stay)) {
            return true;
        }
        if (!presence.enter(key, meta)) {
            return false;
        }
        visits.put(stay, new Visit(presence, key, meta, null));
        return true;
    }

    /**
     * The connection is told who comes and goes from now on, on a channel that it has entered.
     *
     * @param names whether it may be told who; else it is told how many
     * @param outlet queues an envelope; false where there is no room. Not called with any lock held
     */
    public synchronized void watch(Object stay, boolean names, Predicate<String> outlet) {
        Visit visit = visits.get(stay);
        if (visit != null && visit.watch() == null) {
            Watch watch = visit.presence().watch(visit.key().channel(), names, outlet);
            visits.put(stay, new Visit(visit.presence(), visit.key(), visit.meta(), watch));
        }
    }

    public synchronized boolean watches(Object stay) {
        Visit visit = visits.get(stay);
        return visit != null && visit.watch() != null;
    }

    /** The connection is not told any more who comes and goes. @return whether it was */
    public synchronized boolean unwatch(Object stay) {
        if (!watches(stay)) {
            return false;
        }
        Visit visit = visits.get(stay);
        visit.presence().unwatch(visit.watch());
        visits.put(stay, visit.unwatched());
        return true;
    }

    /** The subscription has ended by the will of somebody: the user is not expected back. */
    public synchronized void leave(Object stay) {
        leave(visits.remove(stay), false);
    }

    /** The connection has ended. @param awaitReturn whether the user is expected back, on another one */
    public synchronized void end(boolean awaitReturn) {
        ended = true;
        visits.values().forEach(visit -> leave(visit, awaitReturn));
        visits.clear();
    }

    /** The caller has another token, which may say something else of the user. */
    public synchronized void renew(Caller caller) {
        String meta = meta(caller);
        visits.replaceAll((stay, visit) -> {
            if (Objects.equals(meta, visit.meta())) {
                return visit;
            }
            visit.presence().show(visit.key(), meta);
            return visit.showing(meta);
        });
    }

    private static void leave(Visit visit, boolean awaitReturn) {
        if (visit != null) {
            if (visit.watch() != null) {
                visit.presence().unwatch(visit.watch());
            }
            visit.presence().leave(visit.key(), awaitReturn);
        }
    }

    private static String meta(Caller caller) {
        String meta = caller.grants().metaJson();
        return meta == null || Utf8.length(meta) > MAX_META_BYTES ? null : meta;
    }
}
