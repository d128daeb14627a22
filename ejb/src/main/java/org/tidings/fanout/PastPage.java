package org.tidings.fanout;

import java.util.List;
import org.tidings.envelope.Gap;
import org.tidings.history.StoredEvent;

/**
 * A consistent view of some of a channel's past.
 *
 * @param seq where the shard stands
 * @param gap what is missing before the first event; null for nothing
 * @param expired what is left out between the events, or behind the last, because its deadline has passed
 */
public record PastPage(String epoch, long seq, List<StoredEvent> events, boolean more, Gap gap, List<Gap> expired) {}
