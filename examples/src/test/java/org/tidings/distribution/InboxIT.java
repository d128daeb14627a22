package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** What is one user's is seen by another, or the user's devices do not agree on what was read. */
@ExtendWith(NodesExtension.class)
class InboxIT {

    private NodePair pair;
    private String user;
    private String inbox;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        user = "u-" + UUID.randomUUID();
        inbox = "inbox:" + user;
    }

    private WireClient connect(Node node, String subject) {
        return node.connect(pair.tokens().of(subject));
    }

    @Test
    void bothDevicesGetItAndAgreeOnWhatWasRead() {
        try (WireClient phone = connect(pair.a(), user);
                WireClient laptop = connect(pair.b(), user);
                WireClient sender = connect(pair.b(), "sender")) {
            assertThat(phone.hello().payload().getJsonObject("unread").getInt(inbox))
                    .isZero();
            unread(phone, "phone", 0, 0);
            unread(laptop, "laptop", 0, 0);
            WireEnvelope first = sender.publish(inbox, "1");
            sender.publish(inbox, "2");
            WireEnvelope third = sender.publish(inbox, "3");
            phone.events().takeMessages(3);
            laptop.events().takeMessages(3);

            assertThat(ack(phone, "phone", first).payload().getInt("unread")).isEqualTo(2);
            WireEnvelope read = laptop.events().take("read");
            assertThat(read.payload().getString("device")).isEqualTo("phone");
            assertThat(read.payload().getJsonNumber("seq").longValue()).isEqualTo(first.seq());
            assertThat(read.payload().getInt("unread")).isEqualTo(2);
            assertThat(phone.events().take("read").payload()).isEqualTo(read.payload());

            ack(laptop, "laptop", third);
            assertThat(phone.events().take("read").payload().getInt("unread")).isZero();
            laptop.events().take("read");
            WireEnvelope back = ack(laptop, "laptop", first);
            assertThat(back.payload().getJsonNumber("seq").longValue())
                    .as("a mark never goes back")
                    .isEqualTo(third.seq());
            phone.assertExhausted();
            laptop.assertExhausted();
        }
        try (WireClient phone = connect(pair.b(), user)) {
            assertThat(phone.hello().payload().getJsonObject("unread").getInt(inbox))
                    .isZero();
            unread(phone, "phone", 2, 0);
            assertThat(phone.events().takeMessages(2))
                    .as("what the laptop has read the phone has not had")
                    .extracting(WireEnvelope::payloadText)
                    .containsExactly("2", "3");
            phone.assertExhausted();
        }
    }

    @Test
    void nobodyElseGetsItByAnyPath() {
        String own = "user:" + user;
        String administrator = pair.tokens()
                .sign(pair.tokens()
                        .claims("mallory")
                        .claim("upn", user)
                        .claim("groups", List.of("tidings-admin"))
                        .claim("tidings", Map.of("subscribe", List.of("*", own), "publish", List.of("*")))
                        .build());
        try (WireClient alice = connect(pair.a(), user);
                WireClient mallory = pair.b().connect(administrator)) {
            alice.subscribe(own);
            WireEnvelope sent = mallory.publish(own, "\"secret\"");
            mallory.publish(inbox, "\"secret\"");
            assertThat(alice.events().take("message").seq()).isEqualTo(sent.seq());
            for (String channel :
                    List.of(own, inbox, own.replace("user", "USER"), own + ":x", own.replace("-", "~2D"))) {
                for (String payload : List.of(
                        "{}",
                        "{\"last\":1}",
                        "{\"unread\":true}",
                        "{\"presence\":true}",
                        "{\"since\":{\"epoch\":\"" + sent.epoch() + "\",\"seq\":0}}")) {
                    mallory.request("subscribe")
                            .channel(channel)
                            .payload(payload)
                            .error("forbidden");
                }
                mallory.request("history").channel(channel).error("forbidden");
                mallory.request("presence").channel(channel).error("forbidden");
                mallory.request("ack")
                        .channel(channel)
                        .payload("{\"epoch\":\"" + sent.epoch() + "\",\"seq\":" + sent.seq() + "}")
                        .error("forbidden");
            }
            String narrowed = pair.tokens()
                    .sign(pair.tokens()
                            .claims("mallory")
                            .claim("upn", user)
                            .claim("tidings", Map.of("subscribe", List.of(own)))
                            .build());
            mallory.request("authenticate")
                    .payload("{\"token\":\"" + narrowed + "\"}")
                    .reply();
            mallory.request("subscribe").channel(own).error("forbidden");
            mallory.request("authenticate")
                    .payload("{\"token\":\"" + pair.tokens().of(user) + "\"}")
                    .error("forbidden");
            assertThat(mallory.awaitClose().code())
                    .as("for somebody else's token")
                    .isEqualTo(4003);
            assertThat(mallory.strays()).isEmpty();
        }
    }

    @Test
    void whoIsErasedIsForgottenByAll() throws Exception {
        DescribedApi api = new DescribedApi(pair.a());
        String administrator = pair.tokens()
                .sign(pair.tokens()
                        .claims("root")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
        try (WireClient phone = connect(pair.a(), user);
                WireClient laptop = connect(pair.b(), user)) {
            WireEnvelope first = phone.publish(inbox, "\"secret\"");
            phone.publish("user:" + user, "\"secret\"");
            WireEnvelope last = phone.publish(inbox, "\"secret\"");
            ack(laptop, "laptop", first);
            assertThat(api.call(
                                    pair.b(),
                                    "DELETE",
                                    "/users/" + user,
                                    pair.tokens().of(user))
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> erased = api.call(pair.a(), "DELETE", "/users/" + user, administrator);
            assertThat(erased.statusCode()).isEqualTo(200);
            assertThat(DescribedApi.json(erased.body())).isEqualTo(DescribedApi.json("{\"events\":3,\"marks\":2}"));
            for (WireClient each : List.of(phone, laptop)) {
                // Every instance reads of it for itself; this one's own end is behind what it asks from.
                WireEnvelope behind = each.publish(inbox, "\"new\"");
                WireEnvelope reply = each.subscribe(inbox, first.epoch(), first.seq() - 1);
                assertThat(reply.payload().getJsonObject("gap").getString("reason"))
                        .isEqualTo("erased");
                assertThat(each.events().take("message").payloadText()).isEqualTo("\"new\"");
                assertThat(behind.seq()).isGreaterThan(last.seq());
                assertThat(each.request("history").channel(inbox).reply().events())
                        .extracting(WireEnvelope::payloadText)
                        .containsOnly("\"new\"");
            }
        }
        try (WireClient again = connect(pair.b(), user)) {
            assertThat(again.hello().payload().getJsonObject("unread").getInt(inbox))
                    .as("nothing of it is known to be read")
                    .isEqualTo(2);
        }
    }

    private void unread(WireClient client, String device, int count, int unread) {
        WireEnvelope reply = client.request("subscribe")
                .channel(inbox)
                .payload("{\"unread\":true,\"device\":\"" + device + "\"}")
                .reply();
        assertThat(reply.payload().getBoolean("recovered")).isTrue();
        assertThat(reply.payload().getInt("count")).isEqualTo(count);
        assertThat(reply.payload().getInt("unread")).isEqualTo(unread);
    }

    private WireEnvelope ack(WireClient client, String device, WireEnvelope at) {
        return client.request("ack")
                .channel(inbox)
                .payload("{\"epoch\":\"" + at.epoch() + "\",\"seq\":" + at.seq() + ",\"device\":\"" + device + "\"}")
                .reply();
    }
}
