package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Messages on one of the log's addresses that no instance of this version wrote. Each is counted; the first is told at length,
 * for whoever sends them could otherwise fill the disk. Confined to the thread that reads the address.
 */
final class SkippedRecords {

    private static final Logger LOG = System.getLogger(SkippedRecords.class.getName());

    private final String address;
    private final Counter counter;
    private boolean told;

    SkippedRecords(String address, MeterRegistry meters) {
        this.address = address;
        this.counter = Counter.builder("tidings.log.bad.records")
                .description("Messages on the log's addresses that are no record")
                .tag("address", address)
                .register(meters);
    }

    void skipped(BadRecord record) {
        counter.increment();
        LOG.log(
                told ? Level.DEBUG : Level.WARNING,
                "{0}: a message that Tidings cannot read was skipped: {1}; further ones are only counted",
                address,
                record.getMessage());
        told = true;
    }
}
