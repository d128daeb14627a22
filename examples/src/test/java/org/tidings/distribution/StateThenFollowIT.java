package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * Between reading a state and following its changes lies a moment, and what changes in it must not be lost: read a position, then the
 * state, then follow from the position. Readers begin again and again while a writer goes on, each on another instance.
 */
@ExtendWith(NodesExtension.class)
class StateThenFollowIT {

    private static final int CHANGES = 300;
    private static final int READERS = 12;

    @Test
    void nothingFallsBetweenTheStateAndWhatFollows(NodePair pair) throws Exception {
        String channel = pair.freshChannel();
        // The application's database.
        Set<Integer> state = new ConcurrentSkipListSet<>();
        CountDownLatch begun = new CountDownLatch(20);
        Thread writer = new Thread(() -> {
            try (WireClient publisher = pair.a().connect(pair.tokens().of("alice"))) {
                for (int change = 1; change <= CHANGES; change++) {
                    state.add(change);
                    publisher.publish(channel, Integer.toString(change));
                    begun.countDown();
                }
            }
        });
        writer.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        List<WireClient> readers = new ArrayList<>();
        List<Set<Integer>> seen = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                WireClient reader =
                        (i % 2 == 0 ? pair.b() : pair.a()).connect(pair.tokens().of("bob"));
                readers.add(reader);
                WireEnvelope position = reader.request("history")
                        .channel(channel)
                        .payload("{\"limit\":0}")
                        .reply();
                assertThat(position.events()).isEmpty();
                seen.add(new HashSet<>(state));
                WireEnvelope followed = reader.subscribe(channel, position.epoch(), position.seq());
                assertThat(followed.payload().getBoolean("recovered")).isTrue();
            }
            writer.join(60_000);
            for (int i = 0; i < READERS; i++) {
                Set<Integer> known = seen.get(i);
                assertThat(known).as("the test reads while the writer writes").hasSizeLessThan(CHANGES);
                while (known.size() < CHANGES) {
                    known.add(Integer.parseInt(
                            readers.get(i).events().take("message").payloadText()));
                }
                assertThat(known).hasSize(CHANGES).contains(1, CHANGES);
            }
        } finally {
            readers.forEach(WireClient::close);
            writer.join(60_000);
        }
    }
}
