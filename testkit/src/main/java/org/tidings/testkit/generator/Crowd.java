package org.tidings.testkit.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.tidings.testkit.peer.Conversation;

/** All subscribers of a peer, and what came to them. Confined to the receiving loop's thread, but for what says otherwise. */
final class Crowd implements Work {

    /** Handshakes under way at once: enough for any server, and less than its backlog. */
    private static final int OPENING_AT_ONCE = 64;

    /** A subscriber that has not begun to connect. */
    private record Seat(int port, Conversation talk, Feed feed, boolean late) {}

    private final Loop loop;
    private final Inflation inflation = new Inflation();
    private final Queue<Seat> seats = new ArrayDeque<>();
    private final List<Subscriber> subscribers = new ArrayList<>();

    /** What those who have left had not seen as they had to. */
    private final Flaws gone = new Flaws();

    private Tally tally = new Tally();
    private int opening;
    private int live;
    private int lost;

    /** Why the first of them was lost; null as long as none was. Any thread reads. */
    private volatile String trouble;

    private long count;

    /** {@link #count}, for other threads; written once for everything that came together. */
    private volatile long delivered;

    Crowd(Loop loop) {
        this.loop = loop;
        loop.begin(this);
    }

    /** @param late whether it joins while something is published */
    void seat(int port, Conversation talk, Feed feed, boolean late) {
        seats.add(new Seat(port, talk, feed, late));
    }

    /** Lets those go that have followed a feed for longest. */
    void leave(Feed feed, int count) {
        Iterator<Subscriber> all = subscribers.iterator();
        for (int left = count; left > 0 && all.hasNext(); ) {
            Subscriber subscriber = all.next();
            if (subscriber.feed() == feed) {
                subscriber.leave(gone);
                all.remove();
                live--;
                left--;
            }
        }
    }

    @Override
    public long run() {
        if (delivered != count) {
            delivered = count;
        }
        while (opening < OPENING_AT_ONCE && !seats.isEmpty()) {
            open(seats.remove());
        }
        return IDLE;
    }

    private void open(Seat seat) {
        Subscriber subscriber = new Subscriber(this, seat.feed, seat.late);
        opening++;
        try {
            subscriber.link = new Link(loop, seat.port, seat.talk, inflation, subscriber);
            subscribers.add(subscriber);
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a connection", e);
        }
    }

    void ready() {
        opening--;
        live++;
    }

    void delivered(long latencyNanos) {
        count++;
        tally.delivered(latencyNanos);
    }

    void ended(String why) {
        lost++;
        if (trouble == null) {
            trouble = why;
        }
    }

    /** Those that are subscribed. */
    int live() {
        return live - lost;
    }

    /** Any thread may ask. */
    String trouble() {
        return trouble;
    }

    /** Any thread may ask. */
    long delivered() {
        return delivered;
    }

    long compressedBytes() {
        return inflation.bytes();
    }

    /** Ends the present tally, and begins the next. */
    Tally turn() {
        Tally ended = tally.end();
        tally = new Tally();
        return ended;
    }

    /** Whether everything that was published has come to everybody. */
    boolean hasAll() {
        return subscribers.stream().allMatch(Subscriber::hasAll);
    }

    Flaws flaws() {
        Flaws flaws = new Flaws();
        flaws.add(gone.lost(), gone.repeated(), gone.late());
        subscribers.forEach(subscriber -> subscriber.judge(flaws));
        return flaws;
    }
}
