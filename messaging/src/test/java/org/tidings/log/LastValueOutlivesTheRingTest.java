package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The price of what nobody trades is as current as any other; a busy channel of the same shard must not push it out. */
class LastValueOutlivesTheRingTest {

    private static final int RING = 400;
    private static final LogSettings SETTINGS = Samples.settings(RING, 64L << 20);
    private static final long NOW = 1_700_000_000_000L;

    /** Channels whose name begins with {@code v:} keep their last value. */
    private static final ChannelStorage STORAGE = new ChannelStorage() {
        @Override
        public String group(String channel) {
            return LogShard.MAIN;
        }

        @Override
        public boolean keepsLast(String channel) {
            return channel.startsWith("v:");
        }
    };

    private Lead lead = new Lead(Samples.SHARD, SETTINGS, STORAGE, new ShardLedger(SETTINGS, STORAGE));
    private final List<Lead.Written> log = new ArrayList<>(List.of(lead.takeOver("k3")));
    private int messages;

    private LogEntry.Item publish(String channel) {
        return publish(new Publication(channel, "alice", "m" + messages++, "{}", Map.of(), 0, 4), NOW);
    }

    private LogEntry.Item publish(Publication publication, long now) {
        Lead.Batch batch = lead.sequence(List.of(new PublishRecord.Message(Samples.ORIGIN, publication)), now);
        log.addAll(batch.entries());
        return Samples.items(batch).get(0);
    }

    private void publishRings(int rings) {
        for (int i = 0; i < rings * RING; i++) {
            publish("c:busy");
        }
    }

    private List<Lead.Written> ring() {
        return log.subList(Math.max(0, log.size() - RING), log.size());
    }

    /** What somebody who comes now finds in the log: the values that it repeats, or else its events. */
    private Map<String, LogEntry.Value> found(List<Lead.Written> entries) {
        Map<String, LogEntry.Value> found = new HashMap<>();
        for (Lead.Written written : entries) {
            LogEntry entry = LogEntryCodec.decode(written.bytes());
            if (entry.body() instanceof LogEntry.Kept kept) {
                kept.values().forEach(value -> found.putIfAbsent(value.channel(), value));
                found.values().removeIf(value -> value.seq() <= kept.forgottenThrough());
            } else if (entry.body() instanceof LogEntry.Events events) {
                events.items().stream()
                        .filter(item -> STORAGE.keepsLast(item.publication().channel()))
                        .forEach(item -> found.put(
                                item.publication().channel(),
                                new LogEntry.Value(entry.stamp().epoch(), item)));
            }
        }
        return found;
    }

    @Test
    void valueIsFoundAfterManyRingsWithThePositionThatItWasGiven() {
        LogEntry.Item first = publish("v:quiet");
        publish("c:quiet");
        for (int ring = 0; ring < 6; ring++) {
            publishRings(1);
            assertThat(found(ring())).containsOnlyKeys("v:quiet");
            assertThat(found(ring()).get("v:quiet")).isEqualTo(new LogEntry.Value("k3", first));
        }
        LogEntry.Item second = publish("v:quiet");
        assertThat(second.prev()).isEqualTo(first.seq());
        publishRings(3);
        assertThat(found(ring()).get("v:quiet").item()).isEqualTo(second);
    }

    @Test
    void nextLeaderWhoHasReadTheRingAloneGoesOnRepeatingIt() {
        LogEntry.Item value = publish("v:quiet");
        for (int takeover = 0; takeover < 4; takeover++) {
            publishRings(2);
            ShardLedger read = new ShardLedger(SETTINGS, STORAGE);
            ring().forEach(written -> read.apply(LogEntryCodec.decode(written.bytes()), written.bytes().length));
            lead = new Lead(Samples.SHARD, SETTINGS, STORAGE, read);
            log.add(lead.takeOver("k3"));
        }
        publishRings(2);
        assertThat(found(ring()).get("v:quiet").item()).isEqualTo(value);
    }

    @Test
    void expiredValueIsNotRepeated() {
        publish(new Publication("v:offer", "alice", "offer", "{}", Map.of(), NOW + 10, 4), NOW);
        for (int i = 0; i < 2 * RING; i++) {
            publish(new Publication("c:busy", "alice", "later" + i, "{}", Map.of(), 0, 4), NOW + 20);
        }
        assertThat(found(ring())).isEmpty();
    }

    @Test
    void everyValueThatFitsIsFoundWhateverWasPublished() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, LogEntry.Item> truth = new HashMap<>();
        for (int i = 0; i < 8_000; i++) {
            String channel = "v:" + (int) Math.pow(random.nextDouble() * 5, 3);
            truth.put(channel, publish(channel));
        }
        Map<String, LogEntry.Value> found = found(ring());
        truth.forEach((channel, item) -> assertThat(found.get(channel))
                .as("seed %d %s", seed, channel)
                .isEqualTo(new LogEntry.Value("k3", item)));
    }

    /** What is repeated must not fill the ring: those that were silent longest go, and everybody is told up to where. */
    @Test
    void moreValuesThanThereIsRoomForAreForgottenTheOldestFirst() {
        LogSettings small = Samples.settings(RING, 1 << 20);
        lead = new Lead(Samples.SHARD, small, STORAGE, new ShardLedger(small, STORAGE));
        log.clear();
        log.add(lead.takeOver("k3"));
        String payload = "\"" + "x".repeat(5_000) + "\"";
        Map<String, Long> truth = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            Publication value = new Publication("v:" + i, "alice", "v" + i, payload, Map.of(), 0, 4);
            truth.put("v:" + i, publish(value, NOW).seq());
        }
        publishRings(3);
        Map<String, LogEntry.Value> found = found(ring());
        assertThat(found).hasSizeBetween(10, 14);
        long oldest =
                found.values().stream().mapToLong(LogEntry.Value::seq).min().orElseThrow();
        assertThat(truth.values().stream().filter(seq -> seq >= oldest)).hasSize(found.size());
        long repeated = ring().stream()
                .filter(written -> LogEntryCodec.decode(written.bytes()).body() instanceof LogEntry.Kept)
                .mapToLong(written -> written.bytes().length)
                .sum();
        assertThat(repeated).isLessThan(small.ringBytes() / 2);
    }

    @Test
    void namespaceThatKeepsNoValueAnyMoreLetsItGo() {
        publish("v:quiet");
        publishRings(1);
        ShardLedger without = new ShardLedger(SETTINGS, ChannelStorage.MAIN);
        ring().forEach(written -> without.apply(LogEntryCodec.decode(written.bytes()), written.bytes().length));
        lead = new Lead(Samples.SHARD, SETTINGS, ChannelStorage.MAIN, without);
        log.add(lead.takeOver("k3"));
        publishRings(2);
        assertThat(found(ring())).isEmpty();
    }
}
