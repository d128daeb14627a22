package org.tidings.testkit.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tidings.testkit.HistoryChecker;

/**
 * All that the clients of one cluster were promised and saw: handed to the checker as it happens, written to a file for
 * people, and counted. Any thread may call.
 */
final class RunHistory implements Witness {

    private record Place(String party, String channel) {}

    /** Through an outage clients try again for two minutes, the window for repeated publishes. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(140);

    private final HistoryChecker checker = new HistoryChecker(ANSWER_WITHIN);
    private final HistoryFile file;
    private final Function<String, String> instanceOf;
    private final long retained;

    // All below is guarded by this.
    private final Map<String, Long> outstanding = new HashMap<>();
    private final Map<Place, Long> acknowledgedSent = new HashMap<>();
    private final Map<String, Long> highestAcknowledged = new HashMap<>();
    private final Map<Place, Long> lastSeen = new HashMap<>();
    private final Map<Integer, Long> newest = new HashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long acknowledged;
    private long unknown;
    private final Map<String, Long> gaps = new HashMap<>();
    private OutageMeter outage = new OutageMeter(List.of(), Set.of(), 0);

    /**
     * @param file where all is written to
     * @param instanceOf the instance of each party
     * @param retained so many entries at least the log of a shard holds: no gap may be told within them
     */
    RunHistory(Path file, Function<String, String> instanceOf, long retained) {
        this.file = new HistoryFile(file);
        this.instanceOf = instanceOf;
        this.retained = retained;
    }

    @Override
    public synchronized void sent(String publisher, String channel, String messageId) {
        checker.sent(publisher, channel, messageId);
        outstanding.put(messageId, System.nanoTime());
        file.line("sent " + publisher + ' ' + channel + ' ' + messageId);
    }

    @Override
    public synchronized void acknowledged(String publisher, String channel, String messageId, String epoch, long seq) {
        long now = System.nanoTime();
        checker.acknowledged(channel, messageId, epoch, seq);
        Long sent = outstanding.remove(messageId);
        if (sent != null) {
            acknowledged++;
            acknowledgedSent.merge(new Place(publisher, channel), sent, Math::max);
        }
        highestAcknowledged.merge(channel, seq, Math::max);
        newest.merge(Channels.shardOf(channel), seq, Math::max);
        outage.acknowledged(instanceOf.apply(publisher), channel, now);
        file.line("acknowledged " + publisher + ' ' + channel + ' ' + messageId + " at " + seq + " of " + epoch);
    }

    @Override
    public synchronized void failed(
            String publisher, String channel, String messageId, String outcome, boolean maybeStored) {
        outstanding.remove(messageId);
        failures.merge(outcome, 1L, Long::sum);
        if (maybeStored) {
            unknown++;
            checker.unknown(channel, messageId);
        } else {
            checker.refused(channel, messageId, outcome);
        }
        file.line("failed " + publisher + ' ' + channel + ' ' + messageId + ' ' + outcome);
    }

    @Override
    public synchronized void subscribed(String subscriber, String channel, String epoch, long seq) {
        checker.subscribed(subscriber, channel, epoch, seq);
        lastSeen.put(new Place(subscriber, channel), seq);
        file.line("subscribed " + subscriber + ' ' + channel + " behind " + seq + " of " + epoch);
    }

    @Override
    public synchronized void saw(String subscriber, String channel, long seq, long prev, String messageId) {
        checker.saw(subscriber, channel, seq, prev, messageId);
        lastSeen.merge(new Place(subscriber, channel), seq, Math::max);
        newest.merge(Channels.shardOf(channel), seq, Math::max);
        file.line("saw " + subscriber + ' ' + channel + ' ' + messageId + " at " + seq + " behind " + prev);
    }

    @Override
    public synchronized void gap(String subscriber, String channel, long after, long before, String reason) {
        gaps.merge(subscriber, 1L, Long::sum);
        checker.gap(subscriber, channel, after, before);
        lastSeen.merge(new Place(subscriber, channel), before - 1, Math::max);
        file.line("gap " + subscriber + ' ' + channel + " from " + after + " to " + before + ' ' + reason);
        long newestHere = newest.getOrDefault(Channels.shardOf(channel), 0L);
        if (before > newestHere - retained) {
            found(
                    Finding.Kind.NEEDLESS_GAP,
                    subscriber + " was told that " + channel + " has a gap from " + after + " to " + before + " ("
                            + reason + "), when the shard had come to " + newestHere + " and retained " + retained);
        }
    }

    @Override
    public synchronized void forgotten(String subscriber, String channel, String epoch) {
        file.line("forgotten " + subscriber + ' ' + channel + " now " + epoch);
        found(Finding.Kind.FORGOTTEN, subscriber + " was told that the log of " + channel + " began anew as " + epoch);
    }

    @Override
    public synchronized void turnedAway(String subscriber, String channel, String code) {
        file.line("turned-away " + subscriber + ' ' + channel + ' ' + code);
        found(Finding.Kind.TURNED_AWAY, subscriber + " was turned away from " + channel + ": " + code);
    }

    /** What is wrong beside the events themselves. */
    synchronized void found(Finding.Kind kind, String sentence) {
        findings.add(Finding.of(kind, sentence));
    }

    /** Something that the reader of the history should know, such as a fault that begins. */
    synchronized void note(String what) {
        file.line("# " + what);
    }

    synchronized void measure(OutageMeter meter) {
        outage = meter;
    }

    synchronized long endOutageMillis() {
        return outage.endMillis(System.nanoTime());
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized int outstanding() {
        return outstanding.size();
    }

    synchronized long gaps() {
        return gaps.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long gapsOf(String subscriber) {
        return gaps.getOrDefault(subscriber, 0L);
    }

    /** The greatest position that anybody has heard of, for each shard. */
    synchronized List<Long> newest() {
        return IntStream.range(0, Channels.SHARDS)
                .mapToObj(shard -> newest.getOrDefault(shard, 0L))
                .toList();
    }

    synchronized long unknown() {
        return unknown;
    }

    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }

    /** The last acknowledged position of each channel. */
    synchronized Map<String, Long> heads() {
        return new HashMap<>(highestAcknowledged);
    }

    /** Whether a publish of this party to each channel, begun since then, has been acknowledged. */
    synchronized boolean publishes(String party, List<String> channels, long sinceNanos) {
        return channels.stream().allMatch(channel -> {
            Long sent = acknowledgedSent.get(new Place(party, channel));
            return sent != null && sent - sinceNanos >= 0;
        });
    }

    /** Whether a subscriber has come as far as these positions. */
    synchronized boolean hasReached(String party, Map<String, Long> heads) {
        return heads.entrySet().stream()
                .allMatch(head -> lastSeen.getOrDefault(new Place(party, head.getKey()), -1L) >= head.getValue());
    }

    /** What is wrong so far. */
    synchronized List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        checker.excerpts().forEach(excerpt -> all.add(Finding.of(excerpt)));
        all.addAll(findings);
        return all;
    }

    /** What is wrong, nothing more being on its way. */
    synchronized List<Finding> finish() {
        checker.finish();
        return findings();
    }

    synchronized boolean clean() {
        return findings.isEmpty() && checker.violations().isEmpty();
    }

    /** No more is taken down. */
    synchronized void close() {
        file.close();
    }
}
