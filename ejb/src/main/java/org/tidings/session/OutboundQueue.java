package org.tidings.session;

import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.log.Publication;

/**
 * What waits to be sent to one session, bounded in bytes. Thread-safe.
 *
 * <p>Events are refused beyond the bound, and their subscription falls behind. Replies and notices are the answer to what the
 * peer itself asked for; one that asks without reading is cut off at {@link #overflowing}. An event whose deadline has passed when
 * its turn comes is not written; a gap is in its place.
 */
final class OutboundQueue {

    /** Notices beyond so many bytes, in multiples of the bound, mean that the peer does not read at all. */
    private static final int OVERFLOW_FACTOR = 4;

    /** So much of the bound events of high priority have beyond it: of what use were it to overtake, but not to get in? */
    private static final int SHARE_FOR_HIGH_PRIORITY = 4;

    private final int maxBytes;
    private final OutboundBudget budget;
    private final WireFormat format;
    private final SharedFrames frames;
    private final LongSupplier clock;
    private final WritingOrder order = new WritingOrder();
    private final ExpiredEvents expired = new ExpiredEvents();
    /** Written under the lock; read without it by whoever only looks, and may see what was a moment ago. */
    private long bytes;
    /** Of what subscriptions keep until there is room. Likewise. */
    private long held;

    /** Events that overtook others since the last frame. */
    private int overtakers;
    /** Events without which the next frame is made. */
    private int leftOut;
    /** The next to be written, in the place of events that are not; null for none. */
    private Item told;

    /**
     * Several envelopes as they go out together.
     *
     * @param expired events that are left out
     * @param overtakers events that came in since the last frame and overtook others
     */
    record Frame(OutboundFrame out, long oldestArrivedNanos, int expired, int overtakers) {}

    OutboundQueue(int maxBytes, OutboundBudget budget, WireFormat format, SharedFrames frames) {
        this(maxBytes, budget, format, frames, System::currentTimeMillis);
    }

    /** @param clock milliseconds since 1970 */
    OutboundQueue(int maxBytes, OutboundBudget budget, WireFormat format, SharedFrames frames, LongSupplier clock) {
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.format = format;
        this.frames = frames;
        this.clock = clock;
    }

    /** As {@link org.tidings.fanout.Outlet#offer}. */
    synchronized boolean offer(Subscription subscription, StoredEvent event, String before) {
        int priority = Item.priority(subscription, event);
        int room = budget.of(maxBytes);
        if (priority > Publication.DEFAULT_PRIORITY) {
            room += room / SHARE_FOR_HIGH_PRIORITY;
        }
        if (bytes > 0 && bytes + event.bytes() > room) {
            return false;
        }
        if (before != null) {
            // As urgent as the event, which would have to wait behind it otherwise.
            add(Item.gap(subscription, before), priority);
        }
        bytes += event.bytes();
        if (order.add(subscription, event, priority)) {
            overtakers++;
        }
        return true;
    }

    /** As {@link org.tidings.fanout.Outlet#notice}. */
    synchronized void notice(Subscription subscription, String envelope) {
        add(Item.gap(subscription, envelope), Publication.DEFAULT_PRIORITY);
    }

    /** As {@link org.tidings.fanout.Outlet#position}. */
    synchronized void position(String envelope) {
        addBehindAll(Item.position(envelope));
    }

    /** Queues an answer, or an event that tells of a channel: in order with that channel's events. */
    synchronized void answer(String envelope, String channel) {
        add(Item.notice(envelope, channel), Publication.DEFAULT_PRIORITY);
    }

    /** Queues what is to come behind everything that waits now. */
    synchronized void behindAll(String envelope) {
        addBehindAll(Item.notice(envelope, null));
    }

    /** As {@link org.tidings.fanout.Outlet#takeBack}. */
    synchronized boolean takeBack(Subscription subscription, long through, LongFunction<String> replacement) {
        boolean[] taken = new boolean[1];
        replace(item -> {
            if (item.of() != subscription || !item.isEvent() || item.event().seq() > through) {
                return item;
            }
            boolean first = !taken[0];
            taken[0] = true;
            return first && replacement != null
                    ? Item.gap(subscription, replacement.apply(item.event().seq()))
                    : null;
        });
        return taken[0];
    }

    /** As {@link org.tidings.fanout.Outlet#retract}. */
    synchronized void retract(Subscription subscription, Function<StoredEvent, String> instead) {
        replace(item -> {
            String envelope = item.of() == subscription && item.isEvent() ? instead.apply(item.event()) : null;
            if (envelope == null) {
                return item;
            }
            return envelope.isEmpty() ? null : Item.gap(subscription, envelope);
        });
    }

    /** Takes back every event that waits, and whatever would tell the peer that it has had them. */
    synchronized void takeBackEvents() {
        expired.clear();
        told = null;
        replace(item -> item.kind() == Item.Kind.NOTICE ? item : null);
    }

    private void replace(UnaryOperator<Item> function) {
        long[] left = new long[1];
        order.replaceAll(item -> {
            Item replaced = function.apply(item);
            left[0] += replaced == null ? 0 : replaced.bytes();
            return replaced;
        });
        bytes = left[0] + (told == null ? 0 : told.bytes());
    }

    /** Whatever waits, as far as it fits one frame; null if nothing does. */
    Frame next(FrameDraft draft) {
        int expiredEvents;
        int overtaking;
        synchronized (this) {
            draft.begin();
            leftOut = 0;
            fill(draft);
            if (draft.isEmpty()) {
                return null;
            }
            expiredEvents = leftOut;
            overtaking = overtakers;
            overtakers = 0;
        }
        // Without the lock: whoever has more for this session need not wait for the bytes.
        return new Frame(draft.frame(format, frames), draft.oldestArrivedNanos(), expiredEvents, overtaking);
    }

    private void fill(FrameDraft draft) {
        long now = clock.getAsLong();
        while (true) {
            StoredEvent event = told == null && expired.isEmpty() ? order.plainEvent() : null;
            if (event != null) {
                if (!draft.fits(event.bytes())) {
                    return;
                }
                draft.add(event);
                order.remove();
                bytes -= event.bytes();
            } else {
                Item item = peek(now);
                if (item == null || !draft.fits(item.bytes())) {
                    return;
                }
                draft.add(item);
                poll(item);
            }
        }
    }

    /** What is written next: none whose deadline has passed, but a gap in the place of those. */
    private Item peek(long now) {
        while (told == null) {
            Item next = order.peek();
            if (next != null && next.isUselessAt(now) && expired.add(next)) {
                poll(next);
                leftOut++;
            } else {
                told = expired.due(next);
                if (told == null) {
                    return next;
                }
                bytes += told.bytes();
            }
        }
        return told;
    }

    /** @param next what {@link #peek} found */
    private void poll(Item next) {
        if (told == null) {
            order.remove();
        }
        told = null;
        bytes -= next.bytes();
    }

    /** As {@link org.tidings.fanout.Outlet#hold}. */
    synchronized boolean hold(int more) {
        if (held + more > budget.of(maxBytes)) {
            return false;
        }
        held += more;
        return true;
    }

    /** As {@link org.tidings.fanout.Outlet#release}. */
    synchronized void release(int less) {
        held = Math.max(0, held - less);
    }

    /** Whether there is room for those that are behind. */
    synchronized boolean hasRoom() {
        return bytes <= budget.of(maxBytes) / 4;
    }

    synchronized boolean overflowing() {
        return bytes > (long) maxBytes * OVERFLOW_FACTOR;
    }

    /** Whether nothing is to be written; gaps in the place of what expired have no bytes until their turn comes. */
    synchronized boolean isEmpty() {
        return bytes == 0 && expired.isEmpty();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** As many as there were a moment ago, without the lock: for sums over all queues. */
    long roughlyBytes() {
        return bytes + held;
    }

    synchronized void clear() {
        order.clear();
        expired.clear();
        told = null;
        bytes = 0;
        held = 0;
    }

    private void add(Item item, int priority) {
        bytes += item.bytes();
        order.add(item, priority);
    }

    private void addBehindAll(Item item) {
        bytes += item.bytes();
        order.addBehindAll(item);
    }
}
