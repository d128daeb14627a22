package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidings.testkit.fsync.FsyncProof;

/**
 * A broker that answers from its memory passes every test that kills its process, for the system keeps what a process wrote. Only
 * power that fails finds it out, or a look at what the process asks of the system.
 */
class AcknowledgedMeansSyncedIT {

    private static final int PUBLISHES = 40;

    private final ByteArrayOutputStream evidence = new ByteArrayOutputStream();
    private final FsyncProof proof = new FsyncProof(new PrintStream(evidence, true, StandardCharsets.UTF_8), PUBLISHES);

    @BeforeAll
    static void needsATracer() {
        assumeTrue(FsyncProof.possible(), "no strace here that may trace processes");
    }

    @Test
    void everyReplyOfAnInstanceWithItsBrokerFollowsASyncOfItsEvent() {
        assertThat(proof.withBrokerInside()).as(evidence::toString).isTrue();
    }

    @Test
    void everyReplyFollowsASyncInTheBrokerAlone() {
        assertThat(proof.withBrokerAlone()).as(evidence::toString).isTrue();
    }
}
