package org.tidings.testkit.compare;

/** What every contestant is to do. */
interface Exercise {

    /** Connects subscribers and publishers. */
    void prepare(Contestant contestant);

    /** Puts the load on, until the generator is told to stop. */
    void begin(Contestant contestant);

    /** Puts a load on that makes the server warm, until the generator is told to stop. */
    default void warmUp(Contestant contestant) {
        begin(contestant);
    }
}
