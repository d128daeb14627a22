package org.tidings.launcher.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.log.Event;
import org.tidings.log.LogReader;

/** Keeps what a log tells its reader, shard by shard. Written by the tails' threads, read by the test's. */
final class RecordedLog implements LogReader {

    record Hole(long after, long before) {}

    record Epoch(String name, long from) {}

    private static final class Shard {
        final List<Event> events = new ArrayList<>();
        final List<Hole> holes = new ArrayList<>();
        final List<Epoch> epochs = new ArrayList<>();
        final Map<String, Long> heads = new HashMap<>();
        final Map<String, Event> kept = new HashMap<>();
        final Map<String, Long> erased = new HashMap<>();
        long forgottenThrough;
        long position;
        long retainedFrom;
    }

    private final Map<Integer, Shard> shards = new HashMap<>();

    private Shard shard(int number) {
        return shards.computeIfAbsent(number, key -> new Shard());
    }

    synchronized List<Event> events(int shard) {
        return List.copyOf(shard(shard).events);
    }

    /** For logs that are larger than the memory. */
    synchronized void forgetEvents(int shard) {
        shard(shard).events.clear();
    }

    synchronized List<String> payloads(int shard) {
        return shard(shard).events.stream().map(Event::payload).toList();
    }

    synchronized int count(int shard) {
        return shard(shard).events.size();
    }

    synchronized List<Hole> holes(int shard) {
        return List.copyOf(shard(shard).holes);
    }

    synchronized List<Epoch> epochs(int shard) {
        return List.copyOf(shard(shard).epochs);
    }

    synchronized String epoch(int shard) {
        List<Epoch> epochs = shard(shard).epochs;
        return epochs.get(epochs.size() - 1).name();
    }

    /** Where a channel stands, by what was told: 0 if it is not known. */
    synchronized long head(int shard, String channel) {
        return shard(shard).heads.getOrDefault(channel, 0L);
    }

    /** What the log repeated of a channel; null if nothing. */
    synchronized Event kept(int shard, String channel) {
        return shard(shard).kept.get(channel);
    }

    synchronized long forgottenThrough(int shard) {
        return shard(shard).forgottenThrough;
    }

    synchronized long position(int shard) {
        return shard(shard).position;
    }

    synchronized long retainedFrom(int shard) {
        return shard(shard).retainedFrom;
    }

    @Override
    public synchronized void event(Event event, long retainedFrom) {
        Shard shard = shard(event.shard());
        shard.events.add(event);
        shard.heads.put(event.channel(), event.seq());
        shard.position = event.seq();
        shard.retainedFrom = retainedFrom;
    }

    @Override
    public synchronized void advanced(int number, long seq, long retainedFrom) {
        shard(number).position = seq;
        shard(number).retainedFrom = retainedFrom;
    }

    @Override
    public synchronized void heads(int number, Map<String, Long> heads, long forgottenThrough) {
        heads.forEach((channel, head) -> shard(number).heads.merge(channel, head, Math::max));
        shard(number).forgottenThrough = forgottenThrough;
    }

    @Override
    public synchronized void kept(int number, List<Event> values, long forgottenThrough) {
        Map<String, Event> kept = shard(number).kept;
        kept.values().removeIf(value -> value.seq() <= forgottenThrough);
        values.forEach(value -> kept.put(value.channel(), value));
    }

    @Override
    public synchronized void erased(int number, String channel, long through) {
        shard(number).events.removeIf(event -> event.channel().equals(channel) && event.seq() <= through);
        shard(number).erased.put(channel, through);
    }

    /** Up to where a channel was erased; 0 if it was not. */
    synchronized long erasedThrough(int shard, String channel) {
        return shard(shard).erased.getOrDefault(channel, 0L);
    }

    @Override
    public synchronized void hole(int number, long after, long before) {
        shard(number).holes.add(new Hole(after, before));
    }

    @Override
    public synchronized void newEpoch(int number, String epoch, long seq) {
        shard(number).epochs.add(new Epoch(epoch, seq));
    }
}
