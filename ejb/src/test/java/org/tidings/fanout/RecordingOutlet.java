package org.tidings.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.history.StoredEvent;

/** An outlet with room for so many events, which remembers everything in order. Called under the feed's lock. */
final class RecordingOutlet implements Outlet {

    final List<String> received = new ArrayList<>();
    final List<Subscription> behind = new ArrayList<>();
    final List<Subscription> tooSlow = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    int mayHold = Integer.MAX_VALUE;
    int held;

    @Override
    public synchronized boolean offer(Subscription subscription, StoredEvent event, String before) {
        if (room == 0) {
            return false;
        }
        room--;
        if (before != null) {
            received.add(before);
        }
        received.add(event.envelope());
        return true;
    }

    /** Everything was sent at once. */
    @Override
    public void retract(Subscription subscription, Function<StoredEvent, String> instead) {
        throw new AssertionError("no patterns here");
    }

    @Override
    public boolean takeBack(Subscription subscription, long through, LongFunction<String> notice) {
        return false;
    }

    @Override
    public synchronized void notice(Subscription subscription, String envelope) {
        received.add(envelope);
    }

    @Override
    public synchronized void position(String envelope) {
        received.add(envelope);
    }

    @Override
    public synchronized void tooSlow(Subscription subscription) {
        tooSlow.add(subscription);
    }

    @Override
    public synchronized boolean hold(int bytes) {
        if (held + bytes > mayHold) {
            return false;
        }
        held += bytes;
        return true;
    }

    @Override
    public synchronized void release(int bytes) {
        held -= bytes;
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
