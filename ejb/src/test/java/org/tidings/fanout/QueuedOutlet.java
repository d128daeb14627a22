package org.tidings.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.history.StoredEvent;

/** An outlet whose envelopes wait until the test sends them. Confined to the test's thread. */
final class QueuedOutlet implements Outlet {

    /** @param event null for what is none */
    record Waiting(Subscription of, StoredEvent event, String text) {
        long seq() {
            return event == null ? -1 : event.seq();
        }
    }

    final Deque<Waiting> queue = new ArrayDeque<>();
    private final Deque<Subscription> behind = new ArrayDeque<>();
    int room = 4;

    @Override
    public boolean offer(Subscription subscription, StoredEvent event, String before) {
        if (room <= 0) {
            return false;
        }
        room--;
        if (before != null) {
            notice(subscription, before);
        }
        queue.add(new Waiting(subscription, event, event.envelope()));
        return true;
    }

    @Override
    public void notice(Subscription subscription, String envelope) {
        queue.add(new Waiting(subscription, null, envelope));
    }

    @Override
    public void position(String envelope) {
        queue.add(new Waiting(null, null, envelope));
    }

    @Override
    public boolean takeBack(Subscription subscription, long through, LongFunction<String> notice) {
        List<Waiting> all = new ArrayList<>(queue);
        queue.clear();
        boolean taken = false;
        for (Waiting each : all) {
            if (each.of() != subscription || each.seq() < 0 || each.seq() > through) {
                queue.add(each);
            } else {
                String instead = taken || notice == null ? null : notice.apply(each.seq());
                taken = true;
                if (instead != null) {
                    notice(subscription, instead);
                }
            }
        }
        return taken;
    }

    @Override
    public void retract(Subscription subscription, Function<StoredEvent, String> instead) {
        List<Waiting> all = new ArrayList<>(queue);
        queue.clear();
        for (Waiting each : all) {
            String envelope = each.of() == subscription && each.event() != null ? instead.apply(each.event()) : null;
            if (envelope == null) {
                queue.add(each);
            } else if (!envelope.isEmpty()) {
                notice(subscription, envelope);
            }
        }
    }

    @Override
    public void behind(Subscription subscription) {
        behind.add(subscription);
    }

    boolean isAnyBehind() {
        return !behind.isEmpty();
    }

    Subscription nextBehind() {
        return behind.poll();
    }

    @Override
    public void tooSlow(Subscription subscription) {
        throw new AssertionError("nobody is to be disconnected");
    }

    @Override
    public boolean hold(int bytes) {
        throw new AssertionError("nothing is ephemeral");
    }

    @Override
    public void release(int bytes) {
        throw new AssertionError("nothing is ephemeral");
    }
}
