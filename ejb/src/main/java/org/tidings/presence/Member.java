package org.tidings.presence;

import java.util.ArrayList;
import java.util.List;
import org.tidings.envelope.PresenceMember;

/** One user on one channel, as all instances together say. Guarded by {@link Presence}'s lock. */
final class Member {

    private final String user;
    /** One per instance; seldom more than one. */
    private final List<Holding> holdings = new ArrayList<>(1);

    Member(String user) {
        this.user = user;
    }

    void add(Holding holding) {
        holdings.add(holding);
    }

    /** Whether anybody still says that the user is there. */
    boolean remove(Holding holding) {
        holdings.remove(holding);
        return !holdings.isEmpty();
    }

    /** As the connection shows it that came or went last. */
    String meta() {
        Holding newest = holdings.get(0);
        for (Holding holding : holdings) {
            newest = holding.isNewerThan(newest) ? holding : newest;
        }
        return newest.attendance().meta();
    }

    PresenceMember shown() {
        int connections = 0;
        long lastSeen = 0;
        for (Holding holding : holdings) {
            connections += holding.attendance().connections();
            lastSeen = Math.max(lastSeen, holding.lastSeenMillis());
        }
        return new PresenceMember(user, connections, meta(), lastSeen);
    }
}
