package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tidings.log.DedupeWindow.First;
import org.tidings.log.DedupeWindow.Key;

/** The table behind the window of de-duplication says what a map of objects would say, whatever is added and removed. */
class FirstPositionsTest {

    private final FirstPositions positions = new FirstPositions();
    private final Map<Key, First> expected = new LinkedHashMap<>();

    @Test
    void agreesWithAMapThroughRandomSteps() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 60_000; step++) {
            // Few homes in the table, so that runs of entries collide, and grow into each other, and are emptied again.
            Key key = new Key(0, random.nextInt(64) + ((long) random.nextInt(400) << 40));
            boolean growing = step / 10_000 % 2 == 0;
            if (random.nextInt(4) < (growing ? 3 : 1)) {
                add(key, new First(step < 30_000 ? "k3" : "k4", step, step));
            } else if (random.nextBoolean()) {
                positions.remove(key);
                expected.remove(key);
            } else if (!expected.isEmpty()) {
                positions.removeOldest();
                expected.remove(expected.keySet().iterator().next());
            }
            assertThat(positions.find(key)).as("seed %d, step %d", seed, step).isEqualTo(expected.get(key));
        }
        assertThat(entries(positions)).as("seed %d", seed).isEqualTo(entries(expected));
        assertThat(positions.size()).isEqualTo(expected.size());
        expected.forEach((key, first) -> assertThat(positions.find(key)).isEqualTo(first));
    }

    @Test
    void findsEveryOneAfterAFloodAndAfterItHasPassed() {
        for (int i = 0; i < 200_000; i++) {
            add(new Key(i * 0x9E3779B97F4A7C15L, i), new First("k3", i, i));
        }
        while (expected.size() > 500) {
            assertThat(positions.oldestAt())
                    .isEqualTo(expected.values().iterator().next().at());
            positions.removeOldest();
            expected.remove(expected.keySet().iterator().next());
        }
        assertThat(entries(positions)).isEqualTo(entries(expected));
        expected.forEach((key, first) -> assertThat(positions.find(key)).isEqualTo(first));
    }

    @Test
    void copyGoesItsOwnWay() {
        add(new Key(1, 1), new First("k3", 1, 1));
        FirstPositions copy = new FirstPositions(positions);
        copy.add(new Key(2, 2), new First("k3", 2, 2));
        copy.remove(new Key(1, 1));
        assertThat(entries(positions)).isEqualTo(entries(expected));
        assertThat(copy.find(new Key(1, 1))).isNull();
        assertThat(positions.find(new Key(2, 2))).isNull();
    }

    private void add(Key key, First first) {
        if (expected.putIfAbsent(key, first) == null) {
            positions.add(key, first);
        }
    }

    private static List<Map.Entry<Key, First>> entries(FirstPositions positions) {
        List<Map.Entry<Key, First>> entries = new ArrayList<>();
        positions.forEach((key, first) -> entries.add(Map.entry(key, first)));
        return entries;
    }

    private static List<Map.Entry<Key, First>> entries(Map<Key, First> positions) {
        return new ArrayList<>(new LinkedHashMap<>(positions).entrySet());
    }
}
