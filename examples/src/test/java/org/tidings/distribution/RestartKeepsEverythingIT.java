package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.EventStream;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

@ExtendWith(NodesExtension.class)
class RestartKeepsEverythingIT {

    private static final String CHANNEL = "orders:1";
    private static final String INBOX = "user:alice";

    /** One story, because every start takes seconds: a polite end, a rude one, and the same log after each. */
    @Test
    void andSaysGoodbyeBeforeAPoliteEnd(NodeControl control) {
        Node node = control.embedded("only");
        node.start();
        String token = control.tokens().of("alice");
        WireEnvelope first;
        WireEnvelope second;
        String inTheStream;
        try (WireClient client = node.connect(token);
                EventStream stream = EventStream.open(stream(node), token)) {
            client.subscribe(CHANNEL);
            stream.take("subscribed");
            first = client.request("publish")
                    .channel(CHANNEL)
                    .messageId("m1")
                    .payload("1")
                    .reply();
            second = client.publish(CHANNEL, "2");
            client.publish(INBOX, "\"read on Friday\"");
            WireEnvelope read = client.publish(INBOX, "\"read too\"");
            client.publish(INBOX, "\"for Monday\"");
            client.request("ack")
                    .channel(INBOX)
                    .payload("{\"epoch\":\"" + read.epoch() + "\",\"seq\":" + read.seq() + ",\"device\":\"phone\"}")
                    .reply();
            client.events().takeMessages(2);
            inTheStream = stream.take("message").id();
            int exitCode = node.terminate();
            assertThat(exitCode).as("SIGTERM is no failure").isIn(0, 143);
            WireEnvelope bye = client.events().take("bye");
            assertThat(bye.payload().getInt("code")).isEqualTo(4202);
            assertThat(bye.payload().getBoolean("reconnect")).isTrue();
            assertThat(client.awaitClose().code()).isEqualTo(4202);
            EventStream.Event farewell = stream.take("bye");
            assertThat(farewell.envelope().payload().getInt("code")).isEqualTo(4202);
            assertThat(Long.parseLong(farewell.retry())).isPositive();
            stream.awaitEnd();
        }

        node.start();
        WireEnvelope third;
        try (EventStream stream = EventStream.open(
                stream(node), Map.of("Authorization", "Bearer " + token, "Last-Event-ID", inTheStream))) {
            assertThat(stream.take("message").envelope().seq()).isEqualTo(second.seq());
        }
        try (WireClient client = node.connect(token)) {
            WireEnvelope reply = client.subscribe(CHANNEL, first.epoch(), first.seq());
            assertThat(reply.payload().getBoolean("recovered")).isTrue();
            assertThat(reply.epoch()).isEqualTo(first.epoch());
            assertThat(client.events().take("message").seq()).isEqualTo(second.seq());
            WireEnvelope again = client.request("publish")
                    .channel(CHANNEL)
                    .messageId("m1")
                    .payload("1")
                    .reply();
            assertThat(again.payload().getBoolean("duplicate")).isTrue();
            assertThat(again.seq()).isEqualTo(first.seq());
            third = client.publish(CHANNEL, "3");
            assertThat(third.seq()).isGreaterThan(second.seq());
            assertThat(client.events().take("message").prev()).isEqualTo(second.seq());
            client.assertExhausted();
        }

        node.kill9();
        node.start();
        try (WireClient client = node.connect(token)) {
            WireEnvelope history = client.request("history").channel(CHANNEL).reply();
            assertThat(history.events())
                    .extracting(WireEnvelope::seq)
                    .isEqualTo(List.of(first.seq(), second.seq(), third.seq()));
            assertThat(client.publish(CHANNEL, "4").epoch()).isEqualTo(first.epoch());
            assertThat(client.hello().payload().getJsonObject("unread").getInt(INBOX))
                    .isEqualTo(1);
            WireEnvelope unread = client.request("subscribe")
                    .channel(INBOX)
                    .payload("{\"unread\":true,\"device\":\"phone\"}")
                    .reply();
            assertThat(unread.payload().getInt("count")).isEqualTo(1);
            assertThat(client.events().take("message").payloadText()).isEqualTo("\"for Monday\"");
            client.assertExhausted();
        }
    }

    private static URI stream(Node node) {
        return node.http("/api/channels/" + CHANNEL + "/stream");
    }
}
