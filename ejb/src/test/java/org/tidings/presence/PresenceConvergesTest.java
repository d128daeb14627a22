package org.tidings.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Instances come, crash, freeze, end and are cut off, a fifth of all messages is lost, clocks are hours wrong, and connections come
 * and go all the while. A lease and two seconds after the last of that, every instance says the same, and it is the truth; and
 * clients that follow events by their versions know it too.
 */
class PresenceConvergesTest {

    private static final List<String> CHANNELS = List.of("chat:1", "chat:2", "game:1");
    private static final List<String> USERS =
            List.of("ann", "bob", "cem", "dan", "eve", "fay", "gil", "hal", "ida", "jan");

    private final long seed = Long.getLong("tidings.test.seed", new Random().nextInt(1_000_000));
    private final Random random = new Random(seed);
    private final SimulatedNetwork network = new SimulatedNetwork();

    private record Connection(SimulatedNetwork.Instance at, String channel, String user) {}

    private final List<Connection> connections = new ArrayList<>();
    private final List<WatchingClient> watching = new ArrayList<>();
    private final Map<WatchingClient, SimulatedNetwork.Instance> watchedAt = new HashMap<>();

    @RepeatedTest(20)
    void everywhereToTheTruth() {
        System.out.println("seed of presence: " + seed);
        for (int i = 0; i < 3; i++) {
            network.join();
        }
        for (int round = 0; round < 3; round++) {
            network.lose(message -> random.nextInt(5) == 0);
            for (int i = 0; i < 150; i++) {
                happens();
                network.pass(random.nextInt(8) * SimulatedNetwork.STEP_MILLIS);
            }
            network.lose(message -> false);
            network.instances().forEach(instance -> {
                if (instance.frozen()) {
                    instance.thaw();
                } else {
                    instance.connect();
                }
            });
            network.pass(SimulatedNetwork.SETTINGS.leaseMillis() + 2_000);
            check();
        }
    }

    private void happens() {
        List<SimulatedNetwork.Instance> running = network.instances();
        SimulatedNetwork.Instance one = any(running);
        int what = random.nextInt(100);
        if (what < 40 && !one.frozen()) {
            Connection connection = new Connection(one, any(CHANNELS), any(USERS));
            one.enter(connection.channel(), connection.user());
            connections.add(connection);
        } else if (what < 75 && !connections.isEmpty()) {
            Connection gone = any(connections);
            if (!gone.at().frozen()) {
                connections.remove(gone);
                if (random.nextBoolean()) {
                    gone.at().drop(gone.channel(), gone.user());
                } else {
                    gone.at().leave(gone.channel(), gone.user());
                }
            }
        } else if (what < 80 && !one.frozen()) {
            WatchingClient client = new WatchingClient(one, any(CHANNELS));
            client.members();
            watching.add(client);
            watchedAt.put(client, one);
        } else if (what < 83 && !watching.isEmpty()) {
            any(watching).deaf(random.nextBoolean());
        } else if (what < 86) {
            one.cutOff();
        } else if (what < 92 && !one.frozen()) {
            one.connect();
        } else if (what < 94 && !one.frozen()) {
            one.freeze();
        } else if (what < 96 && one.frozen()) {
            one.thaw();
        } else if (what == 96 && running.size() > 1) {
            goes(one);
            one.crash();
        } else if (what == 97 && running.size() > 1 && !one.frozen()) {
            goes(one);
            one.stop();
        } else if (what == 98 && running.size() < 5) {
            network.join();
        } else if (what == 99) {
            one.clockError(random.nextInt(10_000_000) - 5_000_000);
        }
    }

    private void goes(SimulatedNetwork.Instance one) {
        connections.removeIf(connection -> connection.at() == one);
        watching.removeIf(client -> watchedAt.get(client) == one);
    }

    private void check() {
        for (String channel : CHANNELS) {
            Map<String, Integer> truth = new TreeMap<>();
            connections.stream()
                    .filter(connection -> connection.channel().equals(channel))
                    .forEach(connection -> truth.merge(connection.user(), 1, Integer::sum));
            for (SimulatedNetwork.Instance instance : network.instances()) {
                assertThat(instance.members(channel))
                        .as("seed %d, %s", seed, channel)
                        .isEqualTo(truth);
            }
        }
        watching.forEach(client -> client.deaf(false));
        network.pass(2_000);
        for (WatchingClient client : watching) {
            assertThat(client.members())
                    .as("seed %d, told of %s", seed, client.events())
                    .isEqualTo(watchedAt.get(client).members(client.channel()).keySet());
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
