package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** Two instances differ in who is there, keep ghosts, or let users flap who only reconnect. */
@ExtendWith(NodesExtension.class)
class PresenceIT {

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel("chat");
    }

    @Test
    void bothGiveTheSameAnswer() {
        String withMeta = pair.tokens()
                .sign(pair.tokens()
                        .claims("bob")
                        .claim("tidings", Map.of("meta", Map.of("name", "Bob \"B\" Ü", "level", 7)))
                        .build());
        try (WireClient aliceA = connect(pair.a(), "alice");
                WireClient aliceB = connect(pair.b(), "alice");
                WireClient bob = pair.b().connect(withMeta)) {
            for (WireClient client : List.of(aliceA, aliceB, bob)) {
                client.subscribe(channel);
            }
            awaitMembers(Map.of("alice", 2, "bob", 1));
            for (WireClient asking : List.of(aliceA, bob)) {
                WireEnvelope answer =
                        asking.request("presence").channel(channel).reply();
                JsonObject shown = answer.payload().getJsonArray("members").getJsonObject(1);
                assertThat(answer.payload().getInt("count")).isEqualTo(2);
                assertThat(answer.payload().getBoolean("more")).isFalse();
                assertThat(shown.getJsonObject("meta").getString("name")).isEqualTo("Bob \"B\" Ü");
                assertThat(shown.getJsonObject("meta").getInt("level")).isEqualTo(7);
                assertThat(shown.getJsonNumber("lastSeen").longValue()).isPositive();
            }
            JsonObject first = ask(aliceA, "{\"limit\":1}");
            assertThat(first.getString("next")).isEqualTo("alice");
            JsonObject second = ask(bob, "{\"limit\":1,\"after\":\"alice\"}");
            assertThat(second.getJsonArray("members").getJsonObject(0).getString("user"))
                    .isEqualTo("bob");
            assertThat(second.getBoolean("more")).isFalse();
            assertThat(ask(bob, "{\"countOnly\":true}")).doesNotContainKey("members");
        }
    }

    @Test
    void whoComesAndGoesIsToldOnBothOnce() {
        try (WireClient atA = watch(pair.a(), "watcher");
                WireClient atB = watch(pair.b(), "watcher");
                WireClient alice = connect(pair.a(), "alice");
                WireClient again = connect(pair.b(), "alice")) {
            alice.subscribe(channel);
            awaitMembers(Map.of("watcher", 2, "alice", 1));
            again.subscribe(channel);
            awaitMembers(Map.of("watcher", 2, "alice", 2));
            alice.request("unsubscribe").channel(channel).reply();
            awaitMembers(Map.of("watcher", 2, "alice", 1));
            again.request("unsubscribe").channel(channel).reply();
            for (WireClient watching : List.of(atA, atB)) {
                List<WireEnvelope> told = awaitTold(watching, "alice", "join", "leave");
                assertThat(told.get(0).channel()).isEqualTo(channel);
                assertThat(told.get(0).payload().getString("user")).isEqualTo("alice");
                assertThat(version(told.get(1))).isEqualTo(version(told.get(0)) + 1);
            }
        }
    }

    @Test
    void aReconnectToTheOtherInstanceIsNoLeaveAndNoJoin() throws IOException {
        try (WireClient atA = watch(pair.a(), "watcher");
                WireClient atB = watch(pair.b(), "watcher")) {
            WireClient alice = connect(pair.a(), "alice");
            alice.subscribe(channel);
            awaitTold(atA, "alice", "join");
            awaitTold(atB, "alice", "join");
            // As a network does it: without a word.
            alice.socket().close();
            try (WireClient back = connect(pair.b(), "alice")) {
                back.subscribe(channel);
                awaitMembers(Map.of("watcher", 2, "alice", 1));
                try (WireClient mark = connect(pair.a(), "mark")) {
                    mark.subscribe(channel);
                    awaitTold(atA, "mark", "join");
                }
                // Its own grace began later than alice's first, and is over now.
                awaitTold(atA, "mark", "join", "leave");
                awaitTold(atB, "mark", "join", "leave");
                awaitTold(atA, "alice", "join");
                awaitTold(atB, "alice", "join");
            }
            awaitTold(atA, "alice", "join", "leave");
            awaitTold(atB, "alice", "join", "leave");
        }
    }

    @Test
    void aKilledInstanceTakesItsMembersAlong() {
        try (WireClient atA = watch(pair.a(), "watcher")) {
            WireClient bob = connect(pair.b(), "bob");
            bob.subscribe(channel);
            awaitTold(atA, "bob", "join");
            pair.b().kill9();
            try {
                awaitTold(atA, "bob", "join", "leave");
                assertThat(members(atA)).isEqualTo(Map.of("watcher", 1));
            } finally {
                pair.b().start();
            }
            awaitMembers(Map.of("watcher", 1));
        }
    }

    @Test
    void aNamespaceMayShowHowManyOrNothing() {
        String stadium = pair.freshChannel("stadium");
        String cursor = pair.freshChannel("cursor");
        try (WireClient atA = connect(pair.a(), "alice");
                WireClient atB = connect(pair.b(), "bob")) {
            watch(atA, stadium);
            atB.subscribe(stadium);
            atA.events().take("presence");
            Await.await(
                    () -> atB.request("presence")
                                    .channel(stadium)
                                    .reply()
                                    .payload()
                                    .getInt("count")
                            == 2,
                    "not both are counted");
            assertThat(atA.request("presence").channel(stadium).reply().payload())
                    .doesNotContainKeys("members", "more");
            atA.request("presence").channel(cursor).error("unsupported");
            atA.request("subscribe")
                    .channel(cursor)
                    .payload("{\"presence\":true}")
                    .error("unsupported");
        }
    }

    @Test
    void presenceIsARightOfItsOwn() {
        String elsewhere = pair.tokens().narrowed("carol", List.of("other:*"), List.of());
        try (WireClient carol = pair.a().connect(elsewhere)) {
            carol.request("presence").channel(channel).error("forbidden");
        }
    }

    private WireClient connect(Node node, String user) {
        return node.connect(pair.tokens().of(user));
    }

    private WireClient watch(Node node, String user) {
        WireClient client = connect(node, user);
        watch(client, channel);
        return client;
    }

    private static void watch(WireClient client, String channel) {
        client.request("subscribe")
                .channel(channel)
                .payload("{\"presence\":true}")
                .reply();
    }

    private JsonObject ask(WireClient client, String query) {
        return client.request("presence")
                .channel(channel)
                .payload(query)
                .reply()
                .payload();
    }

    private Map<String, Integer> members(WireClient client) {
        WireEnvelope answer = client.request("presence").channel(channel).answer();
        Map<String, Integer> members = new TreeMap<>();
        if (answer.type().equals("reply")) {
            answer.payload()
                    .getJsonArray("members")
                    .getValuesAs(JsonObject.class)
                    .forEach(member -> members.put(member.getString("user"), member.getInt("connections")));
        } else {
            assertThat(answer.errorCode()).isEqualTo("unavailable");
        }
        return members;
    }

    private void awaitMembers(Map<String, Integer> expected) {
        try (WireClient atA = connect(pair.a(), "asking");
                WireClient atB = connect(pair.b(), "asking")) {
            Await.await(
                    Await.PATIENCE,
                    () -> members(atA).equals(expected) && members(atB).equals(expected),
                    () -> "not " + expected + " but " + members(atA) + " at a, " + members(atB) + " at b");
        }
    }

    /** What a client was told of a user, once it has been told that much: these actions and no others. */
    private static List<WireEnvelope> awaitTold(WireClient client, String user, String... actions) {
        Await.await(
                Await.PATIENCE,
                () -> told(client, user).size() >= actions.length,
                () -> "told of " + user + ": " + told(client, user));
        List<WireEnvelope> told = told(client, user);
        assertThat(told).extracting(WireEnvelope::action).containsExactly(actions);
        return told;
    }

    private static List<WireEnvelope> told(WireClient client, String user) {
        return client.events().everything().stream()
                .filter(event -> event.isEvent("join") || event.isEvent("leave"))
                .filter(event -> event.from().equals(user))
                .toList();
    }

    private static long version(WireEnvelope event) {
        return event.payload().getJsonNumber("version").longValue();
    }
}
