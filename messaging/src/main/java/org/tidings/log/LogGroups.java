package org.tidings.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The log groups of a system and how each is laid out. Each has shards and rings of its own, so that what is loud in one pushes
 * nothing out of another. Every instance and every broker of one system must agree. Immutable.
 *
 * @param main of whatever is not put into another
 * @param others by name, in the order of their names
 */
public record LogGroups(LogSettings main, Map<String, LogSettings> others) {

    /** What a group may be called: it becomes a part of addresses, where a dot, or a number alone, would mean something else. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException where a name cannot be used, or not beside another one */
    public LogGroups {
        others = Collections.unmodifiableMap(new TreeMap<>(others));
        others.keySet().stream().filter(name -> !isName(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("no log can be named " + name);
        });
        clash(others.keySet()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /** Nothing but the main group. */
    public static LogGroups of(LogSettings main) {
        return new LogGroups(main, Map.of());
    }

    /** Whether a group beside the main one may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(LogShard.MAIN);
    }

    /** Why groups of these names cannot stand beside each other; empty when they can. */
    public static Optional<String> clash(Collection<String> names) {
        Map<Integer, String> taken = new HashMap<>();
        for (String name : names) {
            String other = taken.putIfAbsent(LogShard.firstNumber(name), name);
            if (other != null) {
                return Optional.of("the shards of the logs " + other + " and " + name
                        + " would have the same numbers: call one of them something else");
            }
        }
        return Optional.empty();
    }

    /** How a group is laid out. */
    public LogSettings settings(String group) {
        LogSettings settings = group.equals(LogShard.MAIN) ? main : others.get(group);
        if (settings == null) {
            throw new IllegalArgumentException("there is no log " + group);
        }
        return settings;
    }

    /** The main group's first, then those of the others in the order of their names. */
    public List<LogShard> shards() {
        List<LogShard> shards = new ArrayList<>(shards(LogShard.MAIN));
        others.keySet().forEach(group -> shards.addAll(shards(group)));
        return shards;
    }

    private List<LogShard> shards(String group) {
        return IntStream.range(0, settings(group).shards())
                .mapToObj(index -> new LogShard(group, index))
                .toList();
    }

    /** The shard of a group that holds a channel: CRC32C of its UTF-8 name modulo the number of the group's shards. */
    LogShard shardOf(String group, String channel) {
        return new LogShard(group, Shards.shardOf(channel, settings(group).shards()));
    }
}
