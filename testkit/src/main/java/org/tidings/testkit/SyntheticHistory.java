package org.tidings.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A made-up history of one shard in which all is well but for one thing, to see what a {@link HistoryChecker} finds and
 * how fast it is. Publishers, subscribers and answers run side by side, each some events behind the others, as they do
 * where clients tell of what happens to them. Confined to one thread.
 */
public final class SyntheticHistory {

    /** What is wrong with one event, at one subscriber where it is about one. */
    public enum Harm {
        /** Acknowledged, never delivered; the next event hides it. */
        LOSS,
        DUPLICATE,
        /** Delivered behind the channel's next one. */
        REORDER,
        /** Another event in its place. */
        DIVERGENCE,
        /** Neither acknowledged nor delivered; the next event shows it. */
        UNANNOUNCED_GAP,
        LATE_ACKNOWLEDGEMENT
    }

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final String EPOCH = "k3";
    private static final int CHANNELS = 10;
    private static final int PUBLISHERS = 4;

    /** How far answers are behind publishes, and each subscriber behind the one before, in events. */
    private static final int LAG = 5;

    private static final long NANOS_PER_EVENT = 1_000_000;

    /** An event that somebody began to publish, with an unknown outcome, and that is in no log. */
    private static final String GHOST = "ghost";

    private final HistoryChecker checker = new HistoryChecker(ANSWER_WITHIN);
    private final List<String> channels = names("channel:", CHANNELS);
    private final List<String> publishers = names("publisher-", PUBLISHERS);
    private final List<String> subscribers;
    private final Harm harm;
    private final int victim;
    private final String harmed;
    private final String[] messageIds;
    private final byte[] channelOf;
    private final int[] prevOf;
    private final int nextOfVictim;

    /**
     * @param events at the positions 1, 2, 3, …
     * @param harm null: nothing is wrong
     */
    public SyntheticHistory(int events, int subscribers, Harm harm, long seed) {
        Random random = new Random(seed);
        this.subscribers = names("subscriber-", subscribers);
        this.harm = harm;
        this.victim = 1 + events / 100 + random.nextInt(events * 98 / 100);
        this.harmed = this.subscribers.get(random.nextInt(subscribers));
        messageIds = new String[events + 1];
        channelOf = new byte[events + 1];
        prevOf = new int[events + 1];
        int[] last = new int[CHANNELS];
        int next = 0;
        for (int seq = 1; seq <= events; seq++) {
            int channel = random.nextInt(CHANNELS);
            messageIds[seq] = "message-" + seq;
            channelOf[seq] = (byte) channel;
            prevOf[seq] = last[channel];
            last[channel] = seq;
            next = prevOf[seq] == victim ? seq : next;
        }
        nextOfVictim = next;
    }

    /** Where the harm is. */
    public int victim() {
        return victim;
    }

    public HistoryChecker checker() {
        return checker;
    }

    /** What the checker should find. */
    public List<Violation> expected() {
        if (harm == null) {
            return List.of();
        }
        String channel = channel(victim);
        return List.of(
                switch (harm) {
                    case LOSS -> new Violation.Lost(harmed, channel, victim, messageIds[victim]);
                    case DUPLICATE -> new Violation.DeliveredTwice(harmed, channel, victim);
                    case REORDER -> new Violation.Reordered(harmed, channel, nextOfVictim, victim);
                    case DIVERGENCE -> new Violation.Divergent(channel, victim, messageIds[victim], GHOST);
                    case UNANNOUNCED_GAP -> new Violation.UnannouncedGap(harmed, channel, prevOf[victim], victim);
                    case LATE_ACKNOWLEDGEMENT ->
                        new Violation.LateAcknowledgement(
                                publisher(victim), channel, messageIds[victim], ANSWER_WITHIN.toMillis() + 1);
                });
    }

    /** Tells the checker everything, from the first publish to the last delivery. */
    public List<Violation> tell() {
        for (String subscriber : subscribers) {
            channels.forEach(channel -> checker.subscribed(subscriber, channel, EPOCH, 0));
        }
        int events = messageIds.length - 1;
        for (int now = 1; now <= events + LAG * (subscribers.size() + 1); now++) {
            if (now <= events) {
                publish(now);
            }
            if (exists(now - LAG)) {
                answer(now - LAG);
            }
            for (int s = 0; s < subscribers.size(); s++) {
                int seq = now - LAG * (s + 1);
                if (exists(seq)) {
                    deliver(subscribers.get(s), seq);
                }
            }
        }
        return checker.finish();
    }

    private boolean exists(int seq) {
        return seq > 0 && seq < messageIds.length;
    }

    private boolean isVictim(Harm of, int seq) {
        return seq == victim && harm == of;
    }

    private void publish(int seq) {
        if (isVictim(Harm.DIVERGENCE, seq)) {
            checker.sent(publisher(seq), channel(seq), GHOST, nanos(seq));
            checker.unknown(channel(seq), GHOST, nanos(seq + LAG));
        }
        checker.sent(publisher(seq), channel(seq), messageIds[seq], nanos(seq));
    }

    private void answer(int seq) {
        if (isVictim(Harm.UNANNOUNCED_GAP, seq)) {
            checker.unknown(channel(seq), messageIds[seq], nanos(seq + LAG));
            return;
        }
        long late = isVictim(Harm.LATE_ACKNOWLEDGEMENT, seq) ? ANSWER_WITHIN.toNanos() + NANOS_PER_EVENT : 0;
        long nanos = late > 0 ? nanos(seq) + late : nanos(seq + LAG);
        checker.acknowledged(channel(seq), messageIds[seq], EPOCH, seq, nanos);
    }

    private void deliver(String subscriber, int seq) {
        if (harm == null || !subscriber.equals(harmed) || seq != victim && seq != nextOfVictim) {
            saw(subscriber, seq);
            return;
        }
        boolean isVictim = seq == victim;
        switch (harm) {
            case LOSS -> {
                if (!isVictim) {
                    checker.saw(subscriber, channel(seq), seq, prevOf[victim], messageIds[seq]);
                }
            }
            case UNANNOUNCED_GAP -> {
                if (!isVictim) {
                    saw(subscriber, seq);
                }
            }
            case DUPLICATE -> {
                saw(subscriber, seq);
                if (isVictim) {
                    saw(subscriber, seq);
                }
            }
            case REORDER -> {
                if (!isVictim) {
                    saw(subscriber, seq);
                    saw(subscriber, victim);
                }
            }
            case DIVERGENCE ->
                checker.saw(subscriber, channel(seq), seq, prevOf[seq], isVictim ? GHOST : messageIds[seq]);
            case LATE_ACKNOWLEDGEMENT -> saw(subscriber, seq);
        }
    }

    private void saw(String subscriber, int seq) {
        checker.saw(subscriber, channel(seq), seq, prevOf[seq], messageIds[seq]);
    }

    private static long nanos(int seq) {
        return seq * NANOS_PER_EVENT;
    }

    private String channel(int seq) {
        return channels.get(channelOf[seq]);
    }

    private String publisher(int seq) {
        return publishers.get(seq % PUBLISHERS);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
