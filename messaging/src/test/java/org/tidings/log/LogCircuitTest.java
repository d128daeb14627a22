package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A broker that is away, and publishes that wait for it one after the other; or that have to find out when it is back. */
class LogCircuitTest {

    private static final int A_SECOND = 20;

    private final List<CompletableFuture<Void>> probes = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String trouble;

    private final LogCircuit circuit = new LogCircuit(
            new LogShard(LogShard.MAIN, 2),
            () -> trouble,
            () -> {
                probes.add(new CompletableFuture<>());
                return probes.get(probes.size() - 1);
            },
            meters);

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            circuit.tick();
        }
    }

    private void open() {
        trouble = "no broker";
        tick(A_SECOND);
        assertThat(circuit.closed()).isFalse();
    }

    /** Ticks until a probe more is under way: after a pause. */
    private void awaitProbe() {
        int before = probes.size();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (probes.size() == before && System.nanoTime() < deadline) {
            circuit.tick();
            Thread.onSpinWait();
        }
        assertThat(probes).hasSize(before + 1);
    }

    @Test
    void opensAfterASecondOfTroubleAndSaysWhy() {
        assertThat(circuit.obstacle()).isNull();
        trouble = "no broker";
        tick(A_SECOND - 1);
        assertThat(circuit.closed()).isTrue();
        tick(1);
        assertThat(circuit.closed()).isFalse();
        assertThat(circuit.obstacle()).isEqualTo("shard 2: no broker");
        assertThat(meters.get("tidings.log.circuit.open").gauge().value()).isEqualTo(1);
        assertThat(meters.get("tidings.log.circuit.opened").counter().count()).isEqualTo(1);
    }

    /** A connection that was lost and opened again, a leader that was replaced. */
    @Test
    void staysClosedInAShortTrouble() {
        for (int i = 0; i < 10; i++) {
            trouble = "no broker";
            tick(A_SECOND - 1);
            trouble = null;
            tick(1);
        }
        assertThat(circuit.closed()).isTrue();
    }

    @Test
    void closesWhenAProbeHasComeBackAndNoSooner() {
        open();
        trouble = null;
        tick(A_SECOND);
        assertThat(circuit.closed()).isFalse();
        if (probes.isEmpty()) {
            awaitProbe();
        }
        tick(A_SECOND);
        assertThat(probes).as("one at a time").hasSize(1);
        probes.get(0).complete(null);
        assertThat(circuit.closed()).isTrue();
        assertThat(circuit.obstacle()).isNull();
        assertThat(meters.get("tidings.log.circuit.open").gauge().value()).isZero();
    }

    @Test
    void triesAgainAfterAProbeThatDidNotComeBack() {
        open();
        awaitProbe();
        probes.get(0).completeExceptionally(new TimeoutException());
        assertThat(circuit.closed()).isFalse();
        awaitProbe();
        probes.get(1).complete(null);
        assertThat(circuit.closed()).isTrue();
        trouble = null;
        tick(A_SECOND);
        assertThat(circuit.closed()).isTrue();
    }
}
