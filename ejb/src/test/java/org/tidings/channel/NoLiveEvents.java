package org.tidings.channel;

import java.util.List;
import org.tidings.log.LiveEvents;
import org.tidings.log.LiveReader;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;

/** For instances without ephemeral channels. */
final class NoLiveEvents implements LiveEvents {
    @Override
    public void start(LiveReader reader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int shardOf(String channel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PublishOutcome send(Publication publication) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> obstacles() {
        return List.of();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
