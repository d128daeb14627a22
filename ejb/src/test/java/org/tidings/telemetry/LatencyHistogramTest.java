package org.tidings.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Latencies of several instances can only be added up where all of them count in the same buckets. */
class LatencyHistogramTest {
    private final Telemetry telemetry = new Telemetry();

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void timerIsAHistogramFromAQuarterMillisecondToTenSeconds() {
        telemetry.registry().timer("tidings.publish.latency").record(Duration.ofMillis(2));

        assertThat(telemetry.scrapeOpenMetrics())
                .contains("tidings_publish_latency_seconds_bucket{le=\"2.5E-4\"} 0")
                .contains("tidings_publish_latency_seconds_bucket{le=\"0.0015\"} 0")
                .contains("tidings_publish_latency_seconds_bucket{le=\"0.002\"} 1")
                .contains("tidings_publish_latency_seconds_bucket{le=\"10.0\"} 1")
                .contains("tidings_publish_latency_seconds_count 1");
    }

    @Test
    void textEndsAsOpenMetricsDemands() {
        telemetry.registry().counter("tidings.published").increment();

        assertThat(telemetry.scrapeOpenMetrics())
                .contains("tidings_published_total 1.0")
                .contains("jvm_memory_used_bytes")
                .endsWith("# EOF\n");
    }
}
