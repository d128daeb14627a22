package org.tidings.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells of times that have come, for very many of them: a hashed wheel. Setting a time, moving it and taking it back cost the same
 * however many there are; as time goes on, only those are looked at whose turn may have come. Thread-safe, under one lock that is held
 * for a few steps.
 *
 * <p>None is told of too early; each with the first {@link #advance} that is not before its time.
 */
final class TimerWheel {

    private static final int SLOTS = 1_024;

    private final long originNanos;
    private final long tickNanos;
    /** Each the head of a ring of those whose tick, counted around, is that of the slot. */
    private final Timer[] slots = new Timer[SLOTS];
    /** The tick that was looked at last, and will be again: not all of its times had come. */
    private long tick;

    private int size;

    /** Something whose time comes. What is in here is guarded by the wheel's lock. */
    abstract static class Timer {
        /** Null where it is not set. */
        private Timer next;

        private Timer previous;
        private long dueNanos;
        private boolean ended;
    }

    private static final class Head extends Timer {}

    /** @param now of the clock by which times are given; it may be any, as {@link System#nanoTime()} */
    TimerWheel(long tickNanos, long now) {
        this.tickNanos = tickNanos;
        this.originNanos = now;
        for (int i = 0; i < SLOTS; i++) {
            Timer head = new Head();
            head.next = head;
            head.previous = head;
            slots[i] = head;
        }
    }

    /** Sets the timer to this time, unless it is set to an earlier one already or has ended. */
    synchronized void by(Timer timer, long dueNanos) {
        if (timer.ended || timer.next != null && timer.dueNanos - dueNanos <= 0) {
            return;
        }
        unlink(timer);
        timer.dueNanos = dueNanos;
        // What is overdue already is found where the next look begins.
        Timer head = slots[(int) (Math.max(tick, tickOf(dueNanos)) % SLOTS)];
        timer.previous = head.previous;
        timer.next = head;
        head.previous.next = timer;
        head.previous = timer;
        size++;
    }

    /** The timer is never told of again. */
    synchronized void end(Timer timer) {
        timer.ended = true;
        unlink(timer);
    }

    /** Time has come this far: tells of each timer that was set to now or earlier, which from then on is not set. Not with the lock. */
    void advance(long now, Consumer<Timer> told) {
        for (Timer timer : due(now)) {
            told.accept(timer);
        }
    }

    private synchronized List<Timer> due(long now) {
        long last = Math.max(tick, tickOf(now));
        // Once around is all there is.
        long first = Math.max(tick, last - SLOTS + 1);
        List<Timer> due = List.of();
        for (long at = first; at <= last; at++) {
            Timer head = slots[(int) (at % SLOTS)];
            for (Timer timer = head.next; timer != head; ) {
                Timer following = timer.next;
                // Others in the slot come up some turns of the wheel later.
                if (timer.dueNanos - now <= 0) {
                    unlink(timer);
                    due = due.isEmpty() ? new ArrayList<>() : due;
                    due.add(timer);
                }
                timer = following;
            }
        }
        tick = last;
        return due;
    }

    /** How many are set. */
    synchronized int size() {
        return size;
    }

    private void unlink(Timer timer) {
        if (timer.next != null) {
            timer.previous.next = timer.next;
            timer.next.previous = timer.previous;
            timer.next = null;
            timer.previous = null;
            size--;
        }
    }

    private long tickOf(long nanos) {
        return (nanos - originNanos) / tickNanos;
    }
}
