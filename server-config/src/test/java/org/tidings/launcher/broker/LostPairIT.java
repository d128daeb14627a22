package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.BrokerPair;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.PairedBrokerNode;

/** Both brokers of a pair are lost at once. The journal to go on with is that of the one that was live; no other may do. */
@ExtendWith(NodesExtension.class)
class LostPairIT {

    /** One story, because every start takes seconds. */
    @Test
    void onlyTheOneThatWasLiveGoesOnUnlessItIsLostForGood(NodeControl control) {
        BrokerPair pair = control.brokerPair();
        pair.start();
        PairedBrokerNode live = pair.primary();
        PairedBrokerNode other = pair.backup();
        try (LogInstance instance = LogInstance.of(pair.instanceUrl(), LogShapes.shards(4))) {
            instance.accepted("c:a", null, "1");
            live.kill9();
            other.kill9();
            other.launch();
            Await.await(() -> other.hasLogged("waiting for it"), "the other one does not say what it waits for");
            assertThat(other.live()).isFalse();
            live.start();
            pair.awaitInSync();
            assertThat(live.live()).isTrue();
            instance.accepted("c:a", null, "2");

            live.kill9();
            other.kill9();
            other.takingOver().start();
            instance.accepted("c:a", null, "3");
            // It comes back after all. Its journal is an old one, and it knows.
            live.start();
            pair.awaitInSync();
            assertThat(other.live()).isTrue();
            instance.accepted("c:a", null, "4");
            assertThat(instance.read.payloads(instance.log().shardOf("c:a"))).containsExactly("1", "2", "3", "4");
            assertThat(instance.read.epochs(instance.log().shardOf("c:a"))).hasSize(1);
        }
    }

    /** A new machine in place of the primary has an empty disk, and is told to be the primary. */
    @Test
    void anEmptyDiskBeginsNoSecondLog(NodeControl control) {
        BrokerPair pair = control.brokerPair();
        pair.start();
        PairedBrokerNode replaced = pair.primary();
        try (LogInstance instance = LogInstance.of(pair.instanceUrl(), LogShapes.shards(4))) {
            instance.accepted("c:a", null, "1");
            replaced.kill9();
            replaced.wipe();
            replaced.start();
            pair.awaitInSync();
            assertThat(replaced.live()).isFalse();
            pair.backup().kill9();
            instance.accepted("c:a", null, "2");
            // It takes publishes a moment before it says so.
            Await.await(replaced::live, "the new one does not say that it is live");
            assertThat(instance.read.payloads(instance.log().shardOf("c:a"))).containsExactly("1", "2");
        }
    }
}
