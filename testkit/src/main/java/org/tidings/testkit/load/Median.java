package org.tidings.testkit.load;

import java.util.Collection;
import java.util.List;

/** The middle of some values, which a single odd round does not move. */
public final class Median {

    private Median() {}

    /** @param values one at least; of an even number it is the mean of the two in the middle */
    public static double of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
