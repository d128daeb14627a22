package org.tidings.testkit.compare;

import java.util.Locale;

/**
 * Something that is measured in every turn.
 *
 * @param format of its values
 */
enum Quantity {
    DELIVERIES_PER_SECOND("deliveries/s", "%,.0f"),
    SERVER_CPU("CPU of the server, µs per delivery", "%.2f"),
    GENERATOR_CPU("CPU of the generator, µs per delivery", "%.2f"),
    RECEIVING_CPU("CPU of the thread that receives, µs per delivery", "%.2f"),
    GENERATOR_SHARE("receiving thread busy, share of the time", "%.2f"),
    P50("latency p50, ms", "%.2f"),
    P99("latency p99, ms", "%.2f"),
    P999("latency p99.9, ms", "%.2f"),
    PUBLISHES_PER_SECOND("publishes accepted/s", "%,.0f"),
    SERVER_CPU_PER_PUBLISH("CPU of server and broker, µs per publish", "%.1f"),
    CONNECTS_PER_SECOND("connects/s", "%,.0f"),
    SERVER_CPU_PER_CONNECT("CPU of the server, µs per connect", "%.0f"),
    KILOBYTES_PER_CONNECTION("memory of an idle connection, KB", "%.1f"),
    BYTES_PER_DELIVERY("bytes on the wire per delivery", "%.0f");

    private final String title;
    private final String format;

    Quantity(String title, String format) {
        this.title = title;
        this.format = format;
    }

    /** Whether it tells of the generator, and not of a server. */
    boolean isAside() {
        return this == GENERATOR_CPU || this == RECEIVING_CPU || this == GENERATOR_SHARE;
    }

    String title() {
        return title;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
