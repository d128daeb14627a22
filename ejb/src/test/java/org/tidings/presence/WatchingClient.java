package org.tidings.presence;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tidings.envelope.PresencePage;

/**
 * A client that follows a channel as {@code docs/protocol.md} tells it to: asks once, applies what it is told, and asks again where
 * a version is missing.
 */
final class WatchingClient {

    private final SimulatedNetwork.Instance instance;
    private final String channel;
    private final Set<String> members = new TreeSet<>();
    private final List<String> events = new ArrayList<>();
    private final Watch watch;
    private long version;
    /** Whether it must ask. */
    private boolean lost = true;

    private boolean deaf;

    WatchingClient(SimulatedNetwork.Instance instance, String channel) {
        this(instance, channel, true);
    }

    WatchingClient(SimulatedNetwork.Instance instance, String channel, boolean names) {
        this.instance = instance;
        this.channel = channel;
        this.watch = instance.presence.watch(channel, names, this::told);
    }

    private boolean told(String envelope) {
        if (deaf) {
            return false;
        }
        JsonObject event = SimulatedNetwork.read(envelope);
        JsonObject payload = event.getJsonObject("payload");
        long next = payload.getJsonNumber("version").longValue();
        String action = event.getString("action");
        events.add(action.equals("presence") ? action : action + " " + payload.getString("user"));
        if (lost || next <= version) {
            return true;
        }
        if (next > version + 1 || action.equals("presence")) {
            lost = true;
        } else if (action.equals("join")) {
            members.add(payload.getString("user"));
            version = next;
        } else {
            members.remove(payload.getString("user"));
            version = next;
        }
        return true;
    }

    String channel() {
        return channel;
    }

    /** Everything that it was told. */
    List<String> events() {
        return events;
    }

    /** Reads nothing any more, or reads again. */
    void deaf(boolean isDeaf) {
        deaf = isDeaf;
    }

    void end() {
        instance.presence.unwatch(watch);
    }

    /** Whom it takes for present; null where it cannot know. */
    Set<String> members() {
        if (lost) {
            members.clear();
            for (String after = null; ; ) {
                PresencePage page = instance.page(channel, after, 1_000);
                if (page == null) {
                    return null;
                }
                page.members()
                        .forEach(member ->
                                members.add(SimulatedNetwork.read(member).getString("user")));
                version = page.version();
                after = page.next();
                if (after == null) {
                    lost = false;
                    break;
                }
            }
        }
        return members;
    }
}
