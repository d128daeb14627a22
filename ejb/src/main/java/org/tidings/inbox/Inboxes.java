package org.tidings.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.tidings.authorization.UserChannels;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ReadMark;
import org.tidings.envelope.Unread;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.ShardFeed;
import org.tidings.log.EventLog;
import org.tidings.mark.Mark;
import org.tidings.mark.MarkRecord;
import org.tidings.mark.MarkTable;
import org.tidings.mark.Unmark;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.InboxOptions;

/** How far users have read their inboxes, and what is unread there. Thread-safe. */
public final class Inboxes {

    /** A mark that the broker has not confirmed by then may be stored all the same, and can be moved there again. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final EventLog log;
    private final Fanout fanout;
    private final CurrentNamespaces namespaces;
    private final MarkTable table;
    private final ReadMarks marks;
    private final Counter acks;
    private final Counter moves;

    public Inboxes(EventLog log, Fanout fanout, CurrentNamespaces namespaces, MarkTable table, MeterRegistry meters) {
        this.log = log;
        this.fanout = fanout;
        this.namespaces = namespaces;
        this.table = table;
        this.marks = new ReadMarks(this::tell, System::currentTimeMillis);
        this.acks = Counter.builder("tidings.inbox.acks")
                .description("Requests that said how far an inbox is read")
                .register(meters);
        this.moves = Counter.builder("tidings.inbox.moves")
                .description("Read marks moved by this instance's users, and stored by the broker")
                .register(meters);
        Gauge.builder("tidings.inbox.users", marks, ReadMarks::size)
                .description("Inboxes of which this instance knows how far they were read")
                .register(meters);
    }

    public void start() {
        table.start(marks);
    }

    /**
     * Where a device goes on: behind its own mark, or behind its user's where it has none, or from the beginning where nothing of
     * this log was ever read.
     *
     * @param device null for the user's mark
     * @return a position of the epoch
     */
    public long readBy(String channel, String device, String epoch) {
        Mark own = device == null ? null : marks.of(channel, device);
        Mark mark = own == null ? marks.of(channel, null) : own;
        return mark != null && mark.epoch().equals(epoch) ? mark.seq() : 0;
    }

    /** How many events the user has not read on any device, of those that can be given. */
    public long unread(String channel) {
        ShardFeed feed = fanout.feed(log.shardOf(channel));
        return feed.countAfter(channel, epoch -> readBy(channel, null, epoch));
    }

    /** Of the inboxes that this user may read; null where there are none. */
    public Unread unreadOf(String subject, Predicate<String> mayRead) {
        Map<String, Long> unread = new TreeMap<>();
        if (subject != null) {
            for (String namespace : namespaces.inboxes()) {
                UserChannels.of(namespace, subject)
                        .filter(channel -> log.isRead(log.shardOf(channel)))
                        .filter(mayRead)
                        .ifPresent(channel -> unread.put(channel, unread(channel)));
            }
        }
        return unread.isEmpty() ? null : new Unread(unread);
    }

    /**
     * Everything up to a position is read. Never blocks.
     *
     * @param device on which; null where it says no name
     * @param epoch the log's present one
     * @param seq within the log
     * @return where the mark of the device, or else of the user, stands; when the broker has it on its disk
     */
    public CompletionStage<Mark> ack(String channel, String device, String epoch, long seq, InboxOptions options) {
        acks.increment();
        long now = System.currentTimeMillis();
        List<MarkRecord> moved = new ArrayList<>();
        Mark user = moving(channel, null, device, epoch, seq, now, options, moved);
        Mark told = user;
        if (device != null) {
            told = moving(channel, device, device, epoch, seq, now, options, moved);
            makeRoom(channel, device, now, options, moved);
        }
        Mark result = told;
        if (moved.isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        return table.put(moved)
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(stored -> {
                    moves.increment();
                    // Not only when it comes back from the broker: who asks next has the answer to this.
                    moved.forEach(this::know);
                    return result;
                });
    }

    /** Nobody has ever read this channel. @return how many marks there were, when the broker has none of them any more */
    public CompletionStage<Integer> forget(String channel) {
        long now = System.currentTimeMillis();
        List<Unmark> gone =
                marks.of(channel).stream().map(mark -> Unmark.of(mark, now)).toList();
        if (gone.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        return table.put(gone).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).thenApply(stored -> {
            gone.forEach(marks::unmarked);
            return gone.size();
        });
    }

    /** The mark as it will stand; noted where it moves. */
    private Mark moving(
            String channel,
            String device,
            String by,
            String epoch,
            long seq,
            long now,
            InboxOptions options,
            List<MarkRecord> moved) {
        Mark known = marks.of(channel, device);
        // Of another epoch it is older, whatever the clocks say.
        long at = known == null ? now : Math.max(now, known.at() + 1);
        Mark asked = new Mark(channel, device, by, epoch, seq, at, at + 1_000 * options.markSeconds());
        if (!asked.isBeyond(known)) {
            return known;
        }
        moved.add(asked);
        return asked;
    }

    /** A device more than a user may have takes the place of the one silent longest. */
    private void makeRoom(String channel, String device, long now, InboxOptions options, List<MarkRecord> moved) {
        if (marks.of(channel, device) == null) {
            List<Mark> others = marks.of(channel).stream()
                    .filter(mark -> mark.device() != null)
                    .sorted(Comparator.comparingLong(Mark::at))
                    .toList();
            others.subList(0, Math.max(0, others.size() - options.devices() + 1))
                    .forEach(mark -> moved.add(Unmark.of(mark, now)));
        }
    }

    private void know(MarkRecord record) {
        if (record instanceof Mark mark) {
            marks.marked(mark);
        }
    }

    /** Called while the mark moves: what is told of one inbox comes in the order of its moves. */
    private void tell(Mark mark) {
        int shard = log.shardOf(mark.channel());
        ShardFeed feed = fanout.feed(shard);
        feed.tell(mark.channel(), epoch -> {
            long seq = mark.epoch().equals(epoch) ? mark.seq() : 0;
            return Envelope.event(Action.READ)
                    .channel(mark.channel())
                    .epoch(epoch)
                    .shard(shard)
                    .payload(new ReadMark(mark.by(), seq, (long) feed.countAfter(mark.channel(), same -> seq)))
                    .build();
        });
    }
}
