package org.tidings.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Compares what publishers were promised with what subscribers saw: lost, repeated, reordered and invented events,
 * orders that differ between subscribers, holes that nobody announced, late and untrue answers. Told of each thing as it
 * happens, in one pass, by clients that take nothing out themselves. Knows no network, and no time but what it is told.
 *
 * <p>Of answers it holds: a publish has one final answer, stored, refused or unknown. An acknowledgement is <em>late</em>
 * where it comes later than every publish must be answered, or after another final answer. A refused event is not in the
 * log. An event that was acknowledged before another one of its channel was sent stands before it.
 *
 * <p>Publishers and subscribers may be told of in any interleaving; of one subscriber, in its own order, and a publish is
 * told before it is sent. Confined to one thread, or guarded by the caller. Keeps some 200 bytes an event, and little
 * more for each of its deliveries.
 */
public final class HistoryChecker {

    private record Incarnation(String channel, String epoch) {}

    private record Subscription(String subscriber, String channel) {}

    private final Findings findings = new Findings();
    private final Map<String, ChannelPublishes> publishes = new HashMap<>();
    private final Map<Incarnation, ChannelHistory> channels = new HashMap<>();
    private final Map<Subscription, SubscriberHistory> current = new HashMap<>();
    private final List<SubscriberHistory> subscribers = new ArrayList<>();
    private final LongSupplier clock;

    /** Null: publishes may take for ever. */
    private final Duration answerWithin;

    /** Whether times are nanoseconds, and not only an order. */
    private final boolean timed;

    private boolean finished;

    /** Judges no durations; the order of the calls is that of events. */
    public HistoryChecker() {
        this(null, new AtomicLong()::incrementAndGet, false);
    }

    /** @param answerWithin in which every publish must be answered; what has none in the end is reported too */
    public HistoryChecker(Duration answerWithin) {
        this(answerWithin, System::nanoTime, true);
    }

    private HistoryChecker(Duration answerWithin, LongSupplier clock, boolean timed) {
        this.answerWithin = answerWithin;
        this.clock = clock;
        this.timed = timed;
    }

    /**
     * A publisher begins to send an event. Sending the same again changes nothing, but where it had been refused or was
     * unknown: then it waits for an answer again.
     */
    public void sent(String publisher, String channel, String messageId) {
        sent(publisher, channel, messageId, clock.getAsLong());
    }

    /** @param nanos by {@link System#nanoTime}, as in all methods here; calls with and without do not mix */
    public void sent(String publisher, String channel, String messageId, long nanos) {
        publishes(channel).sent(publisher, messageId, nanos);
    }

    /** The publisher of the event was told that it is stored. */
    public void acknowledged(String channel, String messageId, String epoch, long seq) {
        acknowledged(channel, messageId, epoch, seq, clock.getAsLong());
    }

    public void acknowledged(String channel, String messageId, String epoch, long seq, long nanos) {
        ChannelHistory log = log(channel, epoch);
        PublishHistory publish = publishes(channel).of(messageId);
        if (publish.answer() == null) {
            long took = publish.publisher == null ? 0 : nanos - publish.openedNanos();
            if (answerWithin != null && took > answerWithin.toNanos()) {
                findings.add(
                        new Violation.LateAcknowledgement(publish.publisher, channel, messageId, took / 1_000_000),
                        log,
                        null);
            }
            publish.answered(PublishHistory.STORED, nanos);
        } else if (!publish.acknowledged()) {
            findings.add(
                    new Violation.AcknowledgedAfter(publish.publisher, channel, messageId, publish.answer()),
                    log,
                    null);
            publish.answered(PublishHistory.STORED, nanos);
        }
        log.stands(seq, messageId);
    }

    /**
     * The publisher was told that the event is not stored.
     *
     * @param code as on the wire: {@code unavailable}, {@code rate-limited}, {@code forbidden}, …
     */
    public void refused(String channel, String messageId, String code) {
        refused(channel, messageId, code, clock.getAsLong());
    }

    public void refused(String channel, String messageId, String code, long nanos) {
        PublishHistory publish = publishes(channel).of(messageId);
        if (publish.standsAnywhere()) {
            findings.add(
                    new Violation.StoredThoughRefused(channel, publish.seq(), messageId, code), publish.log(), null);
        }
        if (!publish.acknowledged()) {
            publish.answered(code, nanos);
        }
    }

    /** The publisher was told that nobody knows whether the event is stored. */
    public void unknown(String channel, String messageId) {
        unknown(channel, messageId, clock.getAsLong());
    }

    public void unknown(String channel, String messageId, long nanos) {
        PublishHistory publish = publishes(channel).of(messageId);
        if (publish.answer() == null) {
            publish.answered(PublishHistory.UNKNOWN, nanos);
        }
    }

    /** A subscription begins for the first time: everything behind {@code seq} is owed. */
    public void subscribed(String subscriber, String channel, String epoch, long seq) {
        SubscriberHistory history = new SubscriberHistory(subscriber, channel, log(channel, epoch), seq, findings);
        subscribers.add(history);
        SubscriberHistory before = current.put(new Subscription(subscriber, channel), history);
        if (before != null) {
            before.ended();
        }
    }

    /** An event was delivered. */
    public void saw(String subscriber, String channel, long seq, long prev, String messageId) {
        of(subscriber, channel).saw(seq, prev, messageId);
    }

    /** The server announced that everything between both ends is missing. */
    public void gap(String subscriber, String channel, long after, long before) {
        of(subscriber, channel).gap(after, before);
    }

    /** The server said that the subscriber has everything up to here. */
    public void positioned(String subscriber, String channel, long seq) {
        of(subscriber, channel).positioned(seq);
    }

    /** The subscriber left for good: nothing behind its position is owed. */
    public void left(String subscriber, String channel) {
        of(subscriber, channel).ended();
    }

    /** What is wrong so far, whatever may still come. */
    public List<Violation> violations() {
        return findings.all().stream().map(Findings.Finding::violation).toList();
    }

    /** All that is wrong once nothing more will come: now what has not arrived is lost. */
    public List<Violation> finish() {
        if (!finished) {
            finished = true;
            subscribers.forEach(SubscriberHistory::reportLosses);
            channels.values().forEach(ChannelHistory::reportOvertaken);
            if (answerWithin != null) {
                publishes.forEach(this::reportUnanswered);
            }
        }
        return violations();
    }

    /** For each of {@link #violations()}, in their order, the smallest piece of history that shows it. */
    public List<Excerpt> excerpts() {
        return findings.all().stream()
                .map(finding -> Excerpt.of(finding, timed))
                .toList();
    }

    private void reportUnanswered(String channel, ChannelPublishes all) {
        all.all().stream()
                .filter(publish -> publish.publisher != null && publish.answer() == null)
                .forEach(publish -> findings.add(
                        new Violation.Unanswered(publish.publisher, channel, publish.messageId), publish.log(), null));
    }

    private SubscriberHistory of(String subscriber, String channel) {
        SubscriberHistory history = current.get(new Subscription(subscriber, channel));
        if (history == null) {
            throw new IllegalStateException(subscriber + " never subscribed to " + channel);
        }
        return history;
    }

    private ChannelPublishes publishes(String channel) {
        return publishes.computeIfAbsent(channel, name -> new ChannelPublishes());
    }

    private ChannelHistory log(String channel, String epoch) {
        return channels.computeIfAbsent(
                new Incarnation(channel, epoch),
                incarnation -> new ChannelHistory(channel, publishes(channel), findings));
    }
}
