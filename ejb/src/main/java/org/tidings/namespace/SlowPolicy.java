package org.tidings.namespace;

import java.util.Locale;

/** What a subscriber gets that reads more slowly than events come. */
public enum SlowPolicy {
    /** Everything that is still retained, as fast as it reads; then a gap for what is not. */
    CATCH_UP,
    /** What there was room for. It is told how many events were dropped. */
    DROP,
    /** For each value of a header the newest event. It is told how many others there were. */
    CONFLATE,
    /** The end of the connection. It comes back with its position. */
    DISCONNECT;

    /** As the configuration writes it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
