package org.tidings.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.tidings.history.StoredEvent;

/** An outlet with room for so many events, which remembers everything in order. Called under the feed's lock. */
final class RecordingOutlet implements Outlet {

    final List<String> received = new ArrayList<>();
    final List<Subscription> behind = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public synchronized boolean offer(Subscription subscription, StoredEvent event) {
        if (room == 0) {
            return false;
        }
        room--;
        received.add(event.envelope());
        return true;
    }

    /** Everything was sent at once. */
    @Override
    public boolean takeBack(Subscription subscription, long through, LongFunction<String> notice) {
        return false;
    }

    @Override
    public synchronized void control(String envelope) {
        received.add(envelope);
    }

    @Override
    public synchronized void behind(Subscription subscription) {
        behind.add(subscription);
    }

    synchronized List<String> received() {
        return List.copyOf(received);
    }

    synchronized int count() {
        return received.size();
    }

    synchronized Subscription nextBehind() {
        return behind.isEmpty() ? null : behind.remove(0);
    }
}
