package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Followers of channels in which something happens. Then the network of one half is gone without a word, and the other half
 * reads nothing any more, so that events are queued for them.
 */
final class HalfOpenSockets implements Assault {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Target target;
    private final int count;
    private final IntFunction<String> channels;
    private final List<SwarmClient> gone = new ArrayList<>();
    private final List<SwarmClient> deaf = new ArrayList<>();

    /** @param channels whom each follows */
    HalfOpenSockets(Target target, int count, IntFunction<String> channels) {
        this.target = target;
        this.count = count;
        this.channels = channels;
    }

    @Override
    public void begin(Report report) {
        for (int i = 0; i < count; i++) {
            boolean vanishes = i % 2 == 0;
            int port = vanishes ? target.proxy().port() : target.port();
            SwarmClient client =
                    new SwarmClient(target.swarm(), "gone-" + i, port, target.token(), SwarmListener.SILENT);
            (vanishes ? gone : deaf).add(client.follow(channels.apply(i)));
        }
        target.swarm().tell(() -> everybody().forEach(SwarmClient::connect));
        await(
                PATIENCE,
                () -> target.swarm().call(() -> everybody().allMatch(SwarmClient::isCaughtUp)),
                () -> "they are there");
        target.proxy().blackHole();
        target.swarm().tell(() -> deaf.forEach(client -> client.reading(false)));
    }

    private Stream<SwarmClient> everybody() {
        return Stream.concat(gone.stream(), deaf.stream());
    }

    @Override
    public void close() {
        target.swarm().tell(() -> everybody().forEach(SwarmClient::stop));
    }
}
