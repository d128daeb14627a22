package org.tidings.presence;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.tidings.control.PresenceMessage;
import org.tidings.envelope.PresencePage;

/**
 * Instances that keep presence, a broker between them that loses what it is told to, and a clock that goes when it is told to.
 * Confined to one thread.
 */
final class SimulatedNetwork {

    static final PresenceSettings SETTINGS = new PresenceSettings(5_000, 1_000, 10_000);

    /** As often as instances look what is due. */
    static final long STEP_MILLIS = 50;

    private final List<Instance> instances = new ArrayList<>();
    /** Soon to wrap around, as it may. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20);

    private long millis = 1_700_000_000_000L;
    private long incarnations;
    /** Whether a message on its way to somebody is lost. */
    private Predicate<PresenceMessage> lost = message -> false;

    /** One instance, which may be cut off, frozen or dead. */
    final class Instance {

        private long clockError;
        final Presence presence = new Presence(
                SETTINGS, ++incarnations, () -> nanos, () -> millis + clockError, new SimpleMeterRegistry());
        /** What the broker has for it. */
        private final Deque<PresenceMessage> inbox = new ArrayDeque<>();

        final List<PresenceMessage> said = new ArrayList<>();
        private boolean connected;
        private boolean frozen;

        private Instance() {
            connect();
        }

        void connect() {
            if (!connected) {
                connected = true;
                inbox.clear();
                presence.connected();
            }
        }

        void cutOff() {
            connected = false;
        }

        /** Stands still; its broker lets go of it, as of every client that is silent. */
        void freeze() {
            frozen = true;
            connected = false;
        }

        void thaw() {
            frozen = false;
            connect();
        }

        boolean frozen() {
            return frozen;
        }

        void clockError(long millisWrong) {
            clockError = millisWrong;
        }

        /** Dies without a word. */
        void crash() {
            instances.remove(this);
        }

        /** Ends as it should. */
        void stop() {
            if (connected) {
                presence.farewell().forEach(SimulatedNetwork.this::carry);
            }
            instances.remove(this);
        }

        private void step() {
            if (frozen) {
                return;
            }
            if (connected) {
                for (PresenceMessage message : presence.due()) {
                    said.add(message);
                    carry(message);
                }
                while (!inbox.isEmpty()) {
                    presence.heard(inbox.poll());
                }
            }
            presence.tick();
        }

        /** Who is on the channel, and with how many connections; null where the instance does not know. */
        Map<String, Integer> members(String channel) {
            Map<String, Integer> members = new TreeMap<>();
            for (String after = null; ; ) {
                PresencePage page = page(channel, after, 7);
                if (page == null) {
                    return null;
                }
                for (String written : page.members()) {
                    JsonObject member = read(written);
                    members.put(member.getString("user"), member.getInt("connections"));
                }
                after = page.next();
                if (after == null) {
                    return members.size() == page.count() ? members : Map.of("count", page.count());
                }
            }
        }

        PresencePage page(String channel, String after, int limit) {
            List<PresencePage> pages = new ArrayList<>();
            presence.ask(new Presence.Question(channel, after, limit, 60_000), pages::add);
            return pages.isEmpty() ? null : pages.get(0);
        }

        void enter(String channel, String user) {
            enter(channel, user, null);
        }

        void enter(String channel, String user, String meta) {
            presence.enter(new Key(channel, user), meta);
        }

        /** A connection is gone, and its user expected back. */
        void drop(String channel, String user) {
            presence.leave(new Key(channel, user), true);
        }

        void leave(String channel, String user) {
            presence.leave(new Key(channel, user), false);
        }
    }

    Instance join() {
        Instance instance = new Instance();
        instances.add(instance);
        return instance;
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    void lose(Predicate<PresenceMessage> which) {
        lost = which;
    }

    private void carry(PresenceMessage message) {
        for (Instance instance : instances) {
            if (instance.connected && !lost.test(message)) {
                instance.inbox.add(message);
            }
        }
    }

    void pass(long durationMillis) {
        for (long passed = 0; passed < durationMillis; passed += STEP_MILLIS) {
            nanos += TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS);
            millis += STEP_MILLIS;
            instances().forEach(Instance::step);
        }
    }

    /** Time passes in which no instance does anything. */
    void stall(long durationMillis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(durationMillis);
        millis += durationMillis;
    }

    long nowMillis() {
        return millis;
    }

    static JsonObject read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
