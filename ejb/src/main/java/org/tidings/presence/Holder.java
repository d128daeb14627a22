package org.tidings.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An instance, and what it says of its members. Guarded by {@link Presence}'s lock. */
class Holder {

    private final long incarnation;
    private final Map<Key, Holding> holdings = new HashMap<>();
    /** Marks what was said since the last snapshot began. */
    private int generation;
    /** When it was last heard, by its own clock, in milliseconds since 1970. */
    private long vouchedMillis;

    Holder(long incarnation) {
        this.incarnation = incarnation;
    }

    long incarnation() {
        return incarnation;
    }

    long vouchedMillis() {
        return vouchedMillis;
    }

    void vouch(long atMillis) {
        vouchedMillis = atMillis;
    }

    Holding holding(Key key) {
        return holdings.get(key);
    }

    void put(Key key, Holding holding) {
        holdings.put(key, holding);
    }

    Holding remove(Key key) {
        return holdings.remove(key);
    }

    int size() {
        return holdings.size();
    }

    List<Key> keys() {
        return new ArrayList<>(holdings.keySet());
    }

    int generation() {
        return generation;
    }

    void beginGeneration() {
        generation++;
    }

    /** What was said before the generation began and not since. */
    List<Key> stale() {
        List<Key> stale = new ArrayList<>();
        holdings.forEach((key, holding) -> {
            if (holding.generation() != generation) {
                stale.add(key);
            }
        });
        return stale;
    }
}
