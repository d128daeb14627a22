package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tidings.authorization.ChannelPattern;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.filter.BadFilter;
import org.tidings.filter.EventFilter;
import org.tidings.filter.Filters;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.HistoryBound;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * Readers with filters and patterns, of whom some are slow, some come back to another instance and some lose a right, apply the
 * protocol's rules of positions and nothing else: none of them sees a hole where there is none, and where something is lost on its way
 * none of them overlooks it.
 */
class NothingIsMissedUnseenTest {

    private static final int SEEDS = Boolean.getBoolean("tidings.test.long") ? 500 : 10;
    private static final int SHARDS = 2;
    private static final int RING = 60;
    private static final String EPOCH = "k1";
    /** The right to it comes and goes. */
    private static final String FICKLE = "o:b:2";

    private static final List<String> CHANNELS = List.of("o:a:1", "o:a:2", "o:b:1", FICKLE, "x:a:1");

    private record Published(int shard, long seq, String channel, int n) {}

    @Test
    void whereNothingIsLostNoReaderSeesAHole() throws BadFilter {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new World(seed).run("seed " + seed, 0);
        }
    }

    @Test
    void whereSomethingIsLostItsReaderSeesAHole() throws BadFilter {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new World(seed).run("losing, seed " + seed, 3);
        }
    }

    /** Two instances that read the same log, and their readers. */
    private static final class World {
        private final Random random;
        private final Filters filters = new Filters(new SimpleMeterRegistry());
        private final List<List<ShardFeed>> instances = new ArrayList<>();
        private final List<Published> log = new ArrayList<>();
        private final long[] last = new long[SHARDS];
        private final Map<String, Long> heads = new HashMap<>();
        private boolean fickleDenied;

        World(long seed) {
            random = new Random(seed);
            for (int instance = 0; instance < 2; instance++) {
                List<ShardFeed> feeds = new ArrayList<>();
                for (int shard = 0; shard < SHARDS; shard++) {
                    feeds.add(new ShardFeed(shard, new ShardHistory(World::retention, () -> 1_000)));
                    feeds.get(shard).newEpoch(EPOCH, 1);
                }
                instances.add(feeds);
            }
        }

        /** One channel's past is shorter than what the log retains. */
        private static Retention retention(String channel) {
            return channel.equals("o:a:2") ? new Retention(new HistoryBound(6, 1_000_000), false) : Retention.ALL;
        }

        void run(String what, int lossPercent) throws BadFilter {
            List<ModelReader> readers = new ArrayList<>();
            for (String wanted : List.of("o:a:1", "o:b:1", "o:*", "o:a:*", "o:*:1", "o:*")) {
                String filter = random.nextBoolean() ? null : random.nextBoolean() ? "n > 1" : "n = 2 OR n IS NULL";
                readers.add(new ModelReader(what + ": " + wanted + " where " + filter, wanted, filter, lossPercent));
            }
            for (int step = 0; step < 600; step++) {
                ModelReader reader = readers.get(random.nextInt(readers.size()));
                switch (random.nextInt(20)) {
                    case 0 -> reader.reconnect();
                    case 1, 2 -> reader.transmit(random.nextInt(12));
                    case 3 -> reader.room = random.nextInt(8);
                    case 4, 5, 6 -> reader.refill();
                    case 7 -> reader.announcePositions();
                    case 8 -> toggleRight(readers);
                    default -> publish(CHANNELS.get(random.nextInt(CHANNELS.size())), random.nextInt(4));
                }
            }
            // One more of each, so that whatever came before is proved or seen to be lost.
            CHANNELS.forEach(channel -> publish(channel, 2));
            readers.forEach(ModelReader::drain);
            readers.forEach(reader -> reader.lossPercent = 0);
            CHANNELS.forEach(channel -> publish(channel, 2));
            readers.forEach(ModelReader::drain);
            readers.forEach(ModelReader::check);
        }

        private void publish(String channel, int n) {
            int shard = Math.floorMod(channel.hashCode(), SHARDS);
            long seq = ++last[shard];
            long prev = heads.getOrDefault(channel, 0L);
            heads.put(channel, seq);
            log.add(new Published(shard, seq, channel, n));
            Map<String, String> headers = n == 0 ? Map.of() : Map.of("n", Integer.toString(n));
            String envelope = EnvelopeCodec.encode(Envelope.event(Action.MESSAGE)
                    .channel(channel)
                    .seq(seq)
                    .prev(prev)
                    .epoch(EPOCH)
                    .headers(headers)
                    .payload("1")
                    .build());
            StoredEvent event = new StoredEvent(seq, prev, 0, envelope, envelope.length(), headers, 0, 4);
            instances.forEach(feeds -> feeds.get(shard).event(channel, event, Math.max(1, seq - RING)));
        }

        private void toggleRight(List<ModelReader> readers) {
            fickleDenied = !fickleDenied;
            readers.forEach(ModelReader::reconsider);
        }

        /** A client with one subscription, on a connection of its own. */
        private final class ModelReader {
            private final String name;
            private final String wanted;
            private final EventFilter filter;
            private final ChannelPattern pattern;
            private final boolean losing;
            private int lossPercent;
            private final Map<Integer, Long> positions = new HashMap<>();
            private final Map<Integer, Long> began = new HashMap<>();
            private final Map<Integer, Long> liveFrom = new HashMap<>();
            private final Map<Integer, Integer> replaysLeft = new HashMap<>();
            private final Set<String> delivered = new HashSet<>();
            private final Set<String> passedOver = new HashSet<>();
            private final Set<String> lost = new HashSet<>();
            private final List<String> alarms = new ArrayList<>();
            private QueuedOutlet outlet = new QueuedOutlet();
            private List<Subscription> parts = List.of();
            private int room = 4;

            ModelReader(String name, String wanted, String filter, int lossPercent) throws BadFilter {
                this.name = name;
                this.wanted = wanted;
                this.filter = filter == null ? null : filters.of(filter);
                this.pattern = ChannelPattern.ofSubscription(wanted).orElse(null);
                this.losing = lossPercent > 0;
                this.lossPercent = lossPercent;
                reconnect();
            }

            private boolean holds(String channel) {
                return pattern == null ? wanted.equals(channel) : pattern.holds(channel);
            }

            void reconnect() {
                parts.forEach(part -> part.feed().detach(part));
                outlet = new QueuedOutlet();
                List<ShardFeed> instance = instances.get(random.nextInt(instances.size()));
                if (pattern == null) {
                    ShardFeed feed = instance.get(Math.floorMod(wanted.hashCode(), SHARDS));
                    Subscription subscription = feed.subscription(wanted, outlet, NamespaceOptions.OPEN, filter);
                    parts = List.of(subscription);
                    feed.attach(subscription, start(feed.shard()), this::begun);
                    return;
                }
                ChannelRights rights = new ChannelRights() {
                    @Override
                    public boolean mayHear(String channel) {
                        return !fickleDenied || !channel.equals(FICKLE);
                    }

                    @Override
                    public boolean mayReadPast(String channel) {
                        return mayHear(channel);
                    }
                };
                parts = instance.stream()
                        .map(feed -> feed.subscription(pattern, outlet, NamespaceOptions.OPEN, filter, rights))
                        .toList();
                parts.forEach(
                        part -> begun(part.feed().look(part, start(part.feed().shard()))));
                new PatternSubscription(pattern, parts).begin();
            }

            private StartFrom start(int shard) {
                Long position = positions.get(shard);
                return position == null ? new StartFrom.Now() : new StartFrom.After(EPOCH, position);
            }

            private void begun(Attached attached) {
                int shard = attached.shard();
                began.putIfAbsent(shard, attached.seq());
                if (attached.gap() != null) {
                    gap(shard, attached.gap().after(), attached.gap().before());
                }
                liveFrom.put(shard, attached.seq());
                replaysLeft.put(shard, attached.count());
                liveIfReplayed(shard);
            }

            private void liveIfReplayed(int shard) {
                if (replaysLeft.get(shard) <= 0) {
                    moveTo(shard, liveFrom.get(shard));
                }
            }

            private void moveTo(int shard, long seq) {
                positions.merge(shard, seq, Math::max);
            }

            void reconsider() {
                if (pattern != null) {
                    new PatternSubscription(pattern, parts).reconsider();
                }
            }

            void refill() {
                outlet.room = Math.max(outlet.room, room);
                Subscription next = outlet.nextBehind();
                if (next != null && !next.feed().catchUp(next)) {
                    outlet.behind(next);
                }
            }

            void announcePositions() {
                // Of a lost event behind which a position comes nobody could know: on a connection nothing is lost in
                // the
                // middle.
                if (lossPercent == 0) {
                    parts.forEach(part -> part.feed().announcePosition(List.of(part), outlet));
                }
            }

            void transmit(int envelopes) {
                for (int i = 0; i < envelopes && !outlet.queue.isEmpty(); i++) {
                    outlet.room++;
                    receive(outlet.queue.remove().text());
                }
            }

            void drain() {
                room = Integer.MAX_VALUE / 2;
                while (!outlet.queue.isEmpty() || outlet.isAnyBehind()) {
                    refill();
                    transmit(Integer.MAX_VALUE);
                }
            }

            private void receive(String text) {
                ReceivedEnvelope envelope = ReceivedEnvelope.of(text);
                int shard = pattern == null ? parts.get(0).feed().shard() : envelope.shard();
                switch (envelope.action()) {
                    case "message" -> message(envelope, shard);
                    case "filtered" -> {
                        if (envelope.after() > positions.getOrDefault(shard, 0L)) {
                            alarms.add(text);
                            passOver(shard, positions.getOrDefault(shard, 0L), envelope.after() + 1);
                        }
                        moveTo(shard, envelope.before() - 1);
                    }
                    case "gap" -> gap(shard, envelope.after(), envelope.before());
                    case "position" -> {
                        if (replaysLeft.get(envelope.shard()) <= 0) {
                            moveTo(envelope.shard(), envelope.seq());
                        }
                    }
                    default -> throw new AssertionError(text);
                }
            }

            private void message(ReceivedEnvelope message, int shard) {
                String key = shard + "/" + message.seq();
                if (random.nextInt(100) < lossPercent) {
                    lost.add(key);
                    return;
                }
                if (message.channel().equals(FICKLE) && fickleDenied) {
                    throw new AssertionError(name + ": had although it was denied: " + key);
                }
                long known = positions.getOrDefault(shard, 0L);
                if (message.seq() <= known) {
                    throw new AssertionError(name + ": twice, or out of order: " + key);
                }
                if (message.before(pattern != null) > known) {
                    alarms.add(message.toString());
                    passOver(shard, known, message.seq());
                }
                moveTo(shard, message.seq());
                delivered.add(key);
                replaysLeft.merge(shard, -1, Integer::sum);
                liveIfReplayed(shard);
            }

            private void gap(int shard, long after, long before) {
                // From where the server knows, or from where the reader does.
                passOver(shard, Math.min(after, positions.getOrDefault(shard, after)), before);
                moveTo(shard, before - 1);
            }

            private void passOver(int shard, long after, long before) {
                for (long seq = after + 1; seq < before; seq++) {
                    passedOver.add(shard + "/" + seq);
                }
            }

            void check() {
                if (!losing) {
                    assertThat(alarms).as(name).isEmpty();
                }
                for (Published event : log) {
                    String key = event.shard() + "/" + event.seq();
                    boolean mine = holds(event.channel())
                            && event.seq() > began.getOrDefault(event.shard(), Long.MAX_VALUE)
                            && (filter == null || filter.matches(asFiltered(event)));
                    boolean had = delivered.contains(key);
                    if (mine && !event.channel().equals(FICKLE) && !had && !passedOver.contains(key)) {
                        throw new AssertionError(
                                name + ": neither had nor known to be missing: " + key + " of " + lost);
                    }
                    if (had && !mine) {
                        throw new AssertionError(name + ": not asked for: " + key);
                    }
                }
            }

            private StoredEvent asFiltered(Published event) {
                return new StoredEvent(
                        1, 0, 0, "", 0, event.n() == 0 ? Map.of() : Map.of("n", Integer.toString(event.n())), 0, 4);
            }
        }
    }
}
