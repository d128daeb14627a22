package org.tidings.testkit.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Draws kinds of faults at random, none again before all others have been drawn: a run of as many faults as there are
 * kinds has one of each.
 */
final class FaultBag {

    private final List<FaultKind> kinds;
    private final Random random;
    private final List<FaultKind> left = new ArrayList<>();

    FaultBag(Collection<FaultKind> kinds, Random random) {
        this.kinds = List.copyOf(kinds);
        this.random = random;
    }

    FaultKind draw() {
        if (left.isEmpty()) {
            left.addAll(kinds);
            Collections.shuffle(left, random);
        }
        return left.remove(left.size() - 1);
    }

    List<FaultKind> draw(int count) {
        List<FaultKind> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(draw());
        }
        return drawn;
    }
}
