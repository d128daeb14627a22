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
 * What waits, higher priorities first, each channel's in the order in which they came, whatever their priorities. Guarded by the
 * queue's lock.
 *
 * <p>An event stays behind those of its channel that wait, so it is in their lane if that is a lower one. What is true only behind
 * everything that waits goes to the end of the lowest lane in use: all before it is written before it, and what comes later may
 * overtake it. After so many turns of those that overtake it is the turn of what has waited longest; nothing of its channel can wait
 * before that.
 */
final class PriorityLanes {

    private static final int LANES = 10;
    private static final int TURNS_OF_OVERTAKERS = 7;

    /** By priority. */
    private final List<Deque<Place>> lanes = new ArrayList<>(LANES);
    /** Of what waits, by channel. */
    private final Map<String, Tail> tails = new HashMap<>();

    private long arrivals;
    /** In a row, that were not of what has waited longest. */
    private int overtakersTurns;

    /** @param arrival grows from each to the next */
    private record Place(long arrival, Item item) {}

    /** A channel's last item that waits, and how many do. */
    private static final class Tail {
        private int lane;
        private int count;
    }

    PriorityLanes() {
        for (int lane = 0; lane < LANES; lane++) {
            lanes.add(new ArrayDeque<>(4));
        }
    }

    /** Whether it overtakes anything. */
    boolean add(Item item, int priority) {
        int lane = join(item.channel(), priority);
        lanes.get(lane).add(new Place(++arrivals, item));
        return lowestLane() < lane;
    }

    /** Adds what nothing that waits already may follow. */
    void addBehindAll(Item item) {
        int lane = join(item.channel(), Math.min(Publication.DEFAULT_PRIORITY, lowestLane()));
        lanes.get(lane).add(new Place(++arrivals, item));
    }

    boolean isEmpty() {
        return lanes.stream().allMatch(Deque::isEmpty);
    }

    /** The next; null for nothing. */
    Item peek() {
        Place next = lanes.get(nextLane()).peek();
        return next == null ? null : next.item();
    }

    /** Takes the next. */
    void remove() {
        int lane = nextLane();
        overtakersTurns = lane == longestWaiting() ? 0 : overtakersTurns + 1;
        leave(lanes.get(lane).remove().item().channel());
    }

    /** Puts what the function makes of it in the place of each item, nothing for null; in each channel's order. */
    void replaceAll(UnaryOperator<Item> function) {
        for (int lane = LANES - 1; lane >= 0; lane--) {
            replaceAll(lanes.get(lane), function);
        }
        tails.clear();
        for (int lane = LANES - 1; lane >= 0; lane--) {
            for (Place place : lanes.get(lane)) {
                join(place.item().channel(), lane);
            }
        }
    }

    private static void replaceAll(Deque<Place> lane, UnaryOperator<Item> function) {
        for (int i = lane.size(); i > 0; i--) {
            Place place = lane.remove();
            Item item = function.apply(place.item());
            if (item != null) {
                lane.add(new Place(place.arrival(), item));
            }
        }
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
            Place first = lanes.get(lane).peek();
            if (first != null && first.arrival() < oldest) {
                oldest = first.arrival();
                found = lane;
            }
        }
        return found;
    }
}
