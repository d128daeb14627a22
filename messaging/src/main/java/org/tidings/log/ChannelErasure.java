package org.tidings.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** One channel's erasure, from the search for its events until the broker has none of them any more. Blocks nobody. */
final class ChannelErasure {

    /** Their record stays far below what a message may have. */
    private static final int POSITIONS_OF_A_REQUEST = 4_000;

    /** It takes the leader some milliseconds, or, where it dies over it, its successor some seconds. */
    private static final int CHECKS = 50;

    private final Eraser eraser;
    private final RunningShard shard;
    private final LogSettings settings;
    private final String channel;

    /** @param shard that holds the channel */
    ChannelErasure(Eraser eraser, RunningShard shard, LogSettings settings, String channel) {
        this.eraser = eraser;
        this.shard = shard;
        this.settings = settings;
        this.channel = channel;
    }

    /** As {@link EventLog#erase}. */
    CompletionStage<Integer> run() {
        return find().thenCompose(found -> {
            List<Long> positions = found.positions();
            return erase(positions)
                    .thenCompose(said -> gone(positions, CHECKS))
                    .thenCompose(gone -> found.shared() == 0
                            ? CompletableFuture.completedFuture(positions.size())
                            : CompletableFuture.failedFuture(new IllegalStateException(found.shared()
                                    + " events share entries of the log with other channels' events: they leave it with its"
                                    + " oldest")));
        });
    }

    private CompletableFuture<Eraser.Found> find() {
        return eraser.find(shard.place(), settings, channel);
    }

    private CompletableFuture<Void> erase(List<Long> positions) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (int from = 0; from < positions.size(); from += POSITIONS_OF_A_REQUEST) {
            int to = Math.min(positions.size(), from + POSITIONS_OF_A_REQUEST);
            all = CompletableFuture.allOf(all, shard.erase(channel, positions.subList(from, to)));
        }
        return all;
    }

    /** The leader removes what the log says is erased; until it has, the broker has it still. */
    private CompletionStage<Void> gone(List<Long> positions, int checks) {
        if (positions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (checks == 0) {
            return CompletableFuture.failedFuture(new TimeoutException("the broker has not removed it yet"));
        }
        long through = positions.get(positions.size() - 1);
        return find().thenCompose(left ->
                gone(left.positions().stream().filter(each -> each <= through).toList(), checks - 1));
    }
}
