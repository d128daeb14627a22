package org.tidings.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tidings.control.Announcement;
import org.tidings.control.PresenceMessage;
import org.tidings.control.SnapshotRequest;

/** The other instances. Guarded by {@link Presence}'s lock. */
final class Peers {

    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Rosters rosters;
    private final PresenceSettings settings;
    private final Map<Long, Peer> peers = new HashMap<>();

    Peers(Rosters rosters, PresenceSettings settings) {
        this.rosters = rosters;
        this.settings = settings;
    }

    /** @param awake time that passed with this instance awake, as in all that is about leases */
    void hear(Announcement said, long awake) {
        Peer known = peers.get(said.incarnation());
        if (known == null && said.farewell()) {
            return;
        }
        Peer peer = known == null ? new Peer(said.incarnation()) : known;
        peers.put(said.incarnation(), peer);
        peer.hear(said, rosters, awake);
    }

    void doubtAll() {
        peers.values().forEach(Peer::doubt);
    }

    boolean allComplete() {
        return peers.values().stream().allMatch(Peer::complete);
    }

    /** Lets go of those whose lease is over. @param since silence before this time is held against nobody */
    void endLeases(long awake, long since) {
        peers.values().removeIf(peer -> {
            boolean over = peer.isOver(awake, since, settings);
            if (over) {
                rosters.drop(peer);
            }
            return over;
        });
    }

    List<PresenceMessage> questions(long from, long now) {
        List<PresenceMessage> questions = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (peer.toBeAsked(now, ASK_AGAIN_NANOS)) {
                questions.add(new SnapshotRequest(from, peer.incarnation()));
            }
        }
        return questions;
    }

    int size() {
        return peers.size();
    }
}
