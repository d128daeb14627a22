package org.tidings.testkit.generator;

/** Deliveries that did not come, came again, or came behind later ones, of all connections. Confined to one thread. */
public final class Flaws {

    private long lost;
    private long repeated;
    private long late;

    void add(long moreLost, long moreRepeated, long moreLate) {
        lost += moreLost;
        repeated += moreRepeated;
        late += moreLate;
    }

    public long lost() {
        return lost;
    }

    public long repeated() {
        return repeated;
    }

    public long late() {
        return late;
    }

    public boolean none() {
        return lost == 0 && repeated == 0 && late == 0;
    }

    @Override
    public String toString() {
        return none() ? "none" : lost + " lost, " + repeated + " repeated, " + late + " out of order";
    }
}
