package org.tidings.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A comparison with a peer that does other work than it is said to do, or is spoken with wrongly, shows nothing. Where a peer
 * cannot be had, this is skipped, and says what is missing. All peers, of which some take minutes to be built on first use:
 * -Dtidings.test.long=true.
 */
class UnequalComparisonTest {

    private static final String ROOM = "room-1";
    private static final int TEXTS = 100;

    @TempDir
    private Path folder;

    private static Stream<String> peers() {
        return Boolean.getBoolean("tidings.test.long") ? Peers.names() : Stream.of("ws", "socketio");
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everybodyInTheRoomSeesEveryTextOnceAndInOrder(String name) throws Exception {
        int nodes = name.startsWith("socketio-") ? 2 : 1;
        List<ProcessHandle> processes;
        try (RunningPeer peer = started(name, nodes);
                PeerClient one = PeerClient.open(peer, 0, "one", ROOM);
                PeerClient two = PeerClient.open(peer, nodes - 1, "two", ROOM);
                PeerClient elsewhere = PeerClient.open(peer, 0, "three", "room-2");
                PeerClient publisher = PeerClient.open(peer, 0, "publisher", null)) {
            processes = peer.processes();
            for (int number = 0; number < TEXTS; number++) {
                publisher.publish(ROOM, Marker.text(Marker.TEXT_BYTES, 1, number, System.nanoTime()));
            }
            publisher.publish("room-2", Marker.text(Marker.TEXT_BYTES, 2, 1_000, System.nanoTime()));

            List<Long> all = LongStream.range(0, TEXTS).boxed().toList();
            assertThat(one.numbersUntil(TEXTS - 1)).isEqualTo(all);
            assertThat(two.numbersUntil(TEXTS - 1)).isEqualTo(all);
            assertThat(elsewhere.numbersUntil(1_000)).containsExactly(1_000L);
        }
        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    private RunningPeer started(String name, int nodes) throws Exception {
        try {
            return Peers.named(name).orElseThrow().start(folder, nodes);
        } catch (PeerUnavailable missing) {
            return Assumptions.abort(name + ": " + missing.getMessage());
        }
    }
}
