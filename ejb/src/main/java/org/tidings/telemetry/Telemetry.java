package org.tidings.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * Owns the registry that everything is counted in. A timer whose name starts with {@code tidings.} is a histogram with
 * fixed buckets from 0.25 ms to 10 s, so that the latencies of several instances can be added up. Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
    /** The media type of {@link #scrapeOpenMetrics()}. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Close together where a durable publish usually ends, 1 to 25 ms, and wider towards the time limits. */
    private static final double[] BUCKETS_MILLIS = {
        0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    public Telemetry() {
        registry.config().meterFilter(latencyBuckets());
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** The registry to count in. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Everything counted so far, as text of the type {@link #OPEN_METRICS}. */
    public String scrapeOpenMetrics() {
        return registry.scrape(OPEN_METRICS);
    }

    /** Lets go of the listeners on the JVM's collectors, which would keep the application's classes from being freed. */
    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }

    private static MeterFilter latencyBuckets() {
        double[] nanos = DoubleStream.of(BUCKETS_MILLIS)
                .map(millis -> millis * Duration.ofMillis(1).toNanos())
                .toArray();
        DistributionStatisticConfig buckets = DistributionStatisticConfig.builder()
                .serviceLevelObjectives(nanos)
                .build();
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                boolean latency =
                        id.getType() == Meter.Type.TIMER && id.getName().startsWith("tidings");
                return latency ? buckets.merge(config) : config;
            }
        };
    }
}
