package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * A log that retains 200 entries a shard: what has left it must be named, all that is still there must come, a quiet
 * channel beside a busy one must not look as if it had lost anything, and a last value must be there for ever.
 */
@ExtendWith(NodesExtension.class)
class RetentionIsToldExactlyIT {

    private static final int RETAINED = 200;
    private static final String BUSY = "busy:1";
    private static final String CONFIGURATION =
            """
            {"channels": "open", "namespaces": {"value": {"last-value": true}, "default": {"open": true}}}
            """;

    @Test
    void beforeAndAfterARestart(NodeControl control) throws IOException {
        Path configuration = Files.writeString(control.folder().resolve("tidings.json"), CONFIGURATION);
        Node node = control.embedded("only")
                .setting("tidings.config", configuration.toString())
                .setting("tidings.log.ring-size", Integer.toString(RETAINED));
        node.start();
        String token = control.tokens().of("alice");
        List<Long> seqs = new ArrayList<>();
        String epoch;
        String quiet;
        WireEnvelope quietEvent;
        String value;
        WireEnvelope valueEvent;
        try (WireClient client = node.connect(token)) {
            WireEnvelope first = client.publish(BUSY, "0");
            epoch = first.epoch();
            seqs.add(first.seq());
            int shard = client.subscribe(BUSY).shard();
            quiet = channelOfShard(client, "quiet", shard);
            quietEvent = client.publish(quiet, "\"still\"");
            value = channelOfShard(client, "value", shard);
            client.publish(value, "\"old\"");
            valueEvent = client.publish(value, "\"new\"");
            for (int i = 1; i < 3 * RETAINED; i++) {
                seqs.add(client.publish(BUSY, Integer.toString(i)).seq());
            }
        }
        assertGapIsExact(node, token, epoch, seqs);
        assertNothingMissed(node, token, quiet, quietEvent);
        assertLastValue(node, token, value, valueEvent);

        node.kill9();
        node.start();
        assertGapIsExact(node, token, epoch, seqs);
        assertNothingMissed(node, token, quiet, quietEvent);
        assertLastValue(node, token, value, valueEvent);
    }

    private static void assertGapIsExact(Node node, String token, String epoch, List<Long> seqs) {
        try (WireClient client = node.connect(token)) {
            WireEnvelope reply = client.subscribe(BUSY, epoch, seqs.get(9));
            assertThat(reply.payload().getBoolean("recovered")).isFalse();
            JsonObject gap = reply.payload().getJsonObject("gap");
            assertThat(gap.getString("reason")).isEqualTo("expired");
            assertThat(gap.getJsonNumber("after").longValue()).isEqualTo(seqs.get(9));
            long before = gap.getJsonNumber("before").longValue();
            List<Long> owed = seqs.stream().filter(seq -> seq >= before).toList();
            assertThat(owed).as("most of the ring is events").hasSizeBetween(RETAINED / 2, RETAINED);
            assertThat(reply.payload().getInt("count")).isEqualTo(owed.size());
            assertThat(client.events().takeMessages(owed.size()))
                    .extracting(WireEnvelope::seq)
                    .isEqualTo(owed);
            client.assertExhausted();
        }
    }

    /** Its event has left the log; it is known nevertheless that the channel has no later one. */
    private static void assertNothingMissed(Node node, String token, String quiet, WireEnvelope event) {
        try (WireClient client = node.connect(token)) {
            WireEnvelope reply = client.subscribe(quiet, event.epoch(), event.seq());
            assertThat(reply.payload().getBoolean("recovered"))
                    .as("%s at %d: %s", quiet, event.seq(), reply)
                    .isTrue();
            assertThat(reply.payload().getInt("count")).isZero();
        }
    }

    /** It has left the ring of the busy channel long ago. */
    private static void assertLastValue(Node node, String token, String channel, WireEnvelope published) {
        try (WireClient client = node.connect(token)) {
            WireEnvelope reply = client.subscribe(channel);
            assertThat(reply.payload().getInt("count")).isOne();
            WireEnvelope value = client.events().take("message");
            assertThat(value.payloadText()).isEqualTo("\"new\"");
            assertThat(value.seq()).isEqualTo(published.seq()).isLessThan(reply.seq() - RETAINED);
            client.assertExhausted();
        }
    }

    private static String channelOfShard(WireClient client, String namespace, int shard) {
        for (int i = 0; ; i++) {
            String channel = namespace + ":" + i;
            if (client.subscribe(channel).shard() == shard) {
                return channel;
            }
        }
    }
}
