package org.tidings.launcher.broker;

import org.tidings.testkit.Await;

/** Whether an instance stores its own publishes: then they do not go by the broker. */
final class OwnDesk {

    private OwnDesk() {}

    /** A publish goes by the broker until the lead is taken and nothing is on its way any more. */
    static void await(TestBroker broker, LogInstance instance) {
        Await.await(
                Await.PATIENCE,
                () -> {
                    long before = hops(broker);
                    instance.accepted("c:desk", null, "0");
                    return hops(broker) == before;
                },
                () -> "publishes still go by the broker");
    }

    /** How many messages went by the broker so far. */
    static long hops(TestBroker broker) {
        return broker.queue("publish.0").getMessagesAdded();
    }
}
