package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Payload of the request {@code subscribe} for a pattern. Without {@code since}: live events alone.
 *
 * @param since go on behind these positions, at most one for a shard; null without, and so is a shard that is not named
 * @param last not offered: the newest of many channels would be of some of them
 * @param presence not offered
 * @param filter a condition on headers that events must meet; null for all events
 */
public record PatternOptions(List<Position> since, Integer last, Boolean presence, String filter) {

    @JsonbCreator
    public PatternOptions {
        since = since == null ? List.of() : List.copyOf(since);
        Demand.that(last == null, "a pattern takes no last");
        Demand.that(!Boolean.TRUE.equals(presence), "a pattern takes no presence");
        Set<Integer> shards = new HashSet<>();
        for (Position each : since) {
            Demand.that(shards.add(each.shard()), "since names a shard twice");
        }
    }
}
