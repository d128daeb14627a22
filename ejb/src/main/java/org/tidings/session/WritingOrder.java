package org.tidings.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tidings.log.Publication;

/**
 * What waits, in the order in which it is to be written: higher priorities first, each channel's in the order in which they came,
 * whatever their priorities. Guarded by the queue's lock.
 *
 * <p>An event stays behind those of its channel that wait, so it is in their lane if that is a lower one. What is true only behind
 * everything that waits goes to the end of the lowest lane in use: all before it is written before it, and what comes later may
 * overtake it. After so many turns of those that overtake it is the turn of what has waited longest; nothing of its channel can wait
 * before that.
 *
 * <p>As long as everything has the default priority, this is one deque.
 */
final class WritingOrder {

    private static final int LANES = 10;
    private static final int ORDINARY = Publication.DEFAULT_PRIORITY;
    private static final int TURNS_OF_OVERTAKERS = 7;

    private final Deque<Item> ordinary = new ArrayDeque<>();
    /** By priority; null while everything has the default one. */
    private List<Deque<Item>> lanes;
    /** Of what waits, by channel. Null with the lanes. */
    private Map<String, Tail> tails;

    /** In a row, that were not of what has waited longest. */
    private int overtakersTurns;

    /** A channel's last item that waits, and how many do. */
    private static final class Tail {
        private int lane;
        private int count;
    }

    /** Whether it overtakes anything. */
    boolean add(Item item, int priority) {
        if (lanes == null) {
            if (priority == ORDINARY) {
                ordinary.add(item);
                return false;
            }
            openLanes();
        }
        int lane = join(item.channel(), priority);
        lanes.get(lane).add(item);
        return lowestLane() < lane;
    }

    /** Adds what nothing that waits already may follow. */
    void addBehindAll(Item item) {
        if (lanes == null) {
            ordinary.add(item);
        } else {
            int lane = join(item.channel(), Math.min(ORDINARY, lowestLane()));
            lanes.get(lane).add(item);
        }
    }

    /** What {@link #poll} takes next; null for nothing. */
    Item peek() {
        return lanes == null ? ordinary.peek() : lanes.get(nextLane()).peek();
    }

    Item poll() {
        if (lanes == null) {
            return ordinary.poll();
        }
        int lane = nextLane();
        overtakersTurns = lane == longestWaiting() ? 0 : overtakersTurns + 1;
        Item item = lanes.get(lane).remove();
        leave(item.channel());
        closeLanesIfEmpty();
        return item;
    }

    private void closeLanesIfEmpty() {
        if (lanes.stream().allMatch(Deque::isEmpty)) {
            lanes = null;
            tails = null;
        }
    }

    /** Puts what the function makes of it in the place of each item, nothing for null; in each channel's order. */
    void replaceAll(UnaryOperator<Item> function) {
        if (lanes == null) {
            replaceAll(ordinary, function);
            return;
        }
        for (int lane = LANES - 1; lane >= 0; lane--) {
            replaceAll(lanes.get(lane), function);
        }
        tails.clear();
        for (int lane = LANES - 1; lane >= 0; lane--) {
            for (Item item : lanes.get(lane)) {
                join(item.channel(), lane);
            }
        }
        closeLanesIfEmpty();
    }

    private static void replaceAll(Deque<Item> lane, UnaryOperator<Item> function) {
        for (int i = lane.size(); i > 0; i--) {
            Item item = function.apply(lane.remove());
            if (item != null) {
                lane.add(item);
            }
        }
    }

    void clear() {
        ordinary.clear();
        lanes = null;
        tails = null;
    }

    private void openLanes() {
        lanes = new ArrayList<>(LANES);
        tails = new HashMap<>();
        for (int lane = 0; lane < LANES; lane++) {
            lanes.add(lane == ORDINARY ? ordinary : new ArrayDeque<>(4));
        }
        ordinary.forEach(item -> join(item.channel(), ORDINARY));
    }

    /** The lane for one of that channel, which is its last from now on. */
    private int join(String channel, int priority) {
        if (channel == null) {
            return priority;
        }
        Tail tail = tails.computeIfAbsent(channel, name -> new Tail());
        tail.lane = tail.count == 0 ? priority : Math.min(priority, tail.lane);
        tail.count++;
        return tail.lane;
    }

    private void leave(String channel) {
        Tail tail = channel == null ? null : tails.get(channel);
        if (tail != null && --tail.count == 0) {
            tails.remove(channel);
        }
    }

    private int nextLane() {
        return overtakersTurns < TURNS_OF_OVERTAKERS ? highestLane() : longestWaiting();
    }

    private int highestLane() {
        int lane = LANES - 1;
        while (lane > 0 && lanes.get(lane).isEmpty()) {
            lane--;
        }
        return lane;
    }

    private int lowestLane() {
        int lane = 0;
        while (lane < LANES - 1 && lanes.get(lane).isEmpty()) {
            lane++;
        }
        return lane;
    }

    private int longestWaiting() {
        int found = 0;
        long oldest = Long.MAX_VALUE;
        for (int lane = 0; lane < LANES; lane++) {
            Item first = lanes.get(lane).peek();
            if (first != null && first.arrival() < oldest) {
                oldest = first.arrival();
                found = lane;
            }
        }
        return found;
    }
}
