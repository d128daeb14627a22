package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * Payload of the reply to {@code subscribe} for a pattern.
 *
 * @param recovered whether nothing that the client asked for is missing
 * @param count how many past events follow, of all shards
 * @param positions where live begins in each shard that may have events of the pattern
 * @param gaps what is missing, by shard; null for nothing
 */
public record PatternSubscribed(Boolean recovered, Long count, List<Begun> positions, List<ShardGap> gaps) {

    @JsonbCreator
    public PatternSubscribed {
        Demand.present(recovered, "recovered");
        Demand.present(positions, "positions");
        Demand.notNegative(count, "count");
        positions = List.copyOf(positions);
        gaps = gaps == null ? null : List.copyOf(gaps);
    }

    /**
     * Where live begins in a shard.
     *
     * @param seq the client's position there, once {@code count} events of the shard have come
     * @param count how many past ones follow from this shard
     */
    public record Begun(String epoch, Integer shard, Long seq, Long count) {

        @JsonbCreator
        public Begun {
            Demand.present(epoch, "epoch");
            Demand.present(shard, "shard");
            Demand.present(seq, "seq");
            Demand.notNegative(count, "count");
        }
    }

    /** As {@link Gap}, of the pattern's events in one shard. */
    public record ShardGap(Integer shard, Long after, Long before, String reason, Long count) {

        @JsonbCreator
        public ShardGap {
            Demand.present(shard, "shard");
            Demand.present(reason, "reason");
        }

        public static ShardGap of(int shard, Gap gap) {
            return new ShardGap(shard, gap.after(), gap.before(), gap.reason(), gap.count());
        }
    }
}
