package org.tidings.fanout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.authorization.ChannelPattern;

/**
 * Who subscribes to a pattern that holds a channel. Patterns are found by the segments that they begin with, so that an event is
 * compared with few of them, and that only the first time that its channel comes. Guarded by the feed's lock.
 */
final class PatternIndex {

    private static final int MAX_CHANNELS = 10_000;

    /** By what the patterns begin with, and by their text. */
    private final Map<String, Map<String, PatternReaders>> byBeginning = new HashMap<>();

    /** Those of the channels that came lately; emptied when a pattern comes or goes. */
    private final Map<String, List<PatternReaders>> byChannel = new HashMap<>();

    void add(Subscription part) {
        ChannelPattern pattern = part.pattern().pattern();
        PatternReaders readers = byBeginning
                .computeIfAbsent(pattern.beginning(), beginning -> new HashMap<>())
                .computeIfAbsent(pattern.text(), text -> {
                    byChannel.clear();
                    return new PatternReaders(pattern);
                });
        readers.parts().add(part);
        part.pattern().join(readers);
    }

    void remove(Subscription part) {
        byBeginning.computeIfPresent(part.pattern().pattern().beginning(), (beginning, byText) -> {
            byText.computeIfPresent(part.channel(), (text, readers) -> {
                readers.parts().remove(part);
                if (!readers.parts().isEmpty()) {
                    return readers;
                }
                byChannel.clear();
                return null;
            });
            return byText.isEmpty() ? null : byText;
        });
    }

    /** In no particular order. */
    List<Subscription> all() {
        return byBeginning.values().stream()
                .flatMap(byText -> byText.values().stream())
                .flatMap(readers -> readers.parts().stream())
                .toList();
    }

    /** Those to whose pattern the channel belongs. */
    List<PatternReaders> holding(String channel) {
        if (byBeginning.isEmpty()) {
            return List.of();
        }
        List<PatternReaders> known = byChannel.get(channel);
        if (known == null) {
            known = find(channel);
            if (byChannel.size() >= MAX_CHANNELS) {
                byChannel.clear();
            }
            byChannel.put(channel, known);
        }
        return known;
    }

    private List<PatternReaders> find(String channel) {
        List<PatternReaders> found = new ArrayList<>();
        for (int colon = channel.indexOf(':'); colon >= 0; colon = channel.indexOf(':', colon + 1)) {
            for (PatternReaders readers : byBeginning
                    .getOrDefault(channel.substring(0, colon), Map.of())
                    .values()) {
                if (readers.pattern().holds(channel)) {
                    found.add(readers);
                }
            }
        }
        return List.copyOf(found);
    }
}
