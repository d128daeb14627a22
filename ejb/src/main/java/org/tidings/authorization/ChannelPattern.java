package org.tidings.authorization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tidings.namespace.NamespaceName;

/**
 * Channel names by pattern, compared exactly, in one case only, in time linear in the name:
 *
 * <ol>
 *   <li>A {@code *} as the pattern's last character stands for one or more characters, whatever they are: {@code
 *       orders:*} holds every channel that starts with {@code orders:} and goes on, {@code *} holds every channel.
 *   <li>A {@code *} that is a whole segment between colons, or before the first, stands for one segment that is not
 *       empty: {@code chat:*:typing} holds {@code chat:7:typing}, not {@code chat:7:x:typing}.
 *   <li>A {@linkplain Variable variable} in braces, where they are allowed, is a whole segment and stands for one that equals a
 *       value of the caller's. A value is never read as a part of the pattern: one with a colon or a star equals no segment.
 *   <li>Everything else stands for itself.
 * </ol>
 */
public final class ChannelPattern implements Channels {
    private final String text;
    private final List<Segment> segments;
    /** What the rest of the name begins with, and goes on behind; null where the segments are all. */
    private final String rest;

    private ChannelPattern(String text, List<Segment> segments, String rest) {
        this.text = text;
        this.segments = segments;
        this.rest = rest;
    }

    private sealed interface Segment {}

    private record Fixed(String text) implements Segment {}

    private record Any() implements Segment {}

    private record Filled(Variable variable) implements Segment {}

    /** A pattern with variables, as rules have them. */
    static ChannelPattern ofRule(String text) throws BadPattern {
        List<Segment> segments = new ArrayList<>();
        String rest = null;
        List<String> parts = split(text);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            boolean last = i == parts.size() - 1;
            if (last && part.endsWith("*")) {
                rest = part.substring(0, part.length() - 1);
                if (!rest.isEmpty() && !NamespaceName.isSegment(rest)) {
                    throw BadPattern.segment(part);
                }
            } else if (part.equals("*")) {
                segments.add(new Any());
            } else if (part.startsWith("{") && part.endsWith("}")) {
                segments.add(new Filled(Variable.parse(part)));
            } else if (NamespaceName.isSegment(part)) {
                segments.add(new Fixed(part));
            } else {
                throw BadPattern.segment(part);
            }
        }
        return new ChannelPattern(text, List.copyOf(segments), rest);
    }

    /** At colons, but not at those within braces: a claim's name may be a URL. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean braces = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':' && !braces) {
                parts.add(text.substring(start, i));
                start = i + 1;
            } else if (c == '{' || c == '}') {
                braces = c == '{';
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** A pattern without variables, as tokens have them. One that is none holds no channel: nothing is the safe guess. */
    static Channels ofToken(String text) {
        try {
            return text.indexOf('{') >= 0 ? new Namespace("") : ofRule(text);
        } catch (BadPattern meaningless) {
            return new Namespace("");
        }
    }

    /**
     * A pattern as subscriptions have them: without variables, and of one namespace, which its first segment names. Empty where the
     * text is none; a channel's name is none.
     */
    public static Optional<ChannelPattern> ofSubscription(String text) {
        try {
            if (text.indexOf('*') < 0 || text.indexOf('{') >= 0) {
                return Optional.empty();
            }
            ChannelPattern pattern = ofRule(text);
            boolean named = !pattern.segments.isEmpty() && pattern.segments.get(0) instanceof Fixed;
            return named ? Optional.of(pattern) : Optional.empty();
        } catch (BadPattern none) {
            return Optional.empty();
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** Whether it holds a channel, where it has no variables. */
    public boolean holds(String channel) {
        return hold(channel, null);
    }

    /** The whole segments with which the name of every channel begins that it holds, with their colons between. */
    public String beginning() {
        return segments.stream()
                .takeWhile(Fixed.class::isInstance)
                .map(segment -> ((Fixed) segment).text())
                .collect(Collectors.joining(":"));
    }

    @Override
    public boolean mayShare(ChannelPattern other, CallerValues caller) {
        int common = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < common; i++) {
            if (!mayBeSame(segments.get(i), other.segments.get(i), caller)) {
                return false;
            }
        }
        if (segments.size() == other.segments.size()) {
            return rest == null
                    ? other.rest == null
                    : other.rest != null && (rest.startsWith(other.rest) || other.rest.startsWith(rest));
        }
        ChannelPattern longer = segments.size() > common ? this : other;
        String restOfShorter = longer == this ? other.rest : rest;
        return restOfShorter != null && longer.mayGoOnWith(common, restOfShorter, caller);
    }

    /** Whether from that segment on it may begin with a text that is within the segment, and go on. */
    private boolean mayGoOnWith(int index, String start, CallerValues caller) {
        Segment next = segments.get(index);
        if (next instanceof Any) {
            return true;
        }
        boolean more = segments.size() > index + 1 || rest != null;
        return values(next, caller).stream()
                .anyMatch(value -> value.startsWith(start) && (more || value.length() > start.length()));
    }

    private static boolean mayBeSame(Segment one, Segment other, CallerValues caller) {
        return one instanceof Any
                || other instanceof Any
                || !Collections.disjoint(values(one, caller), values(other, caller));
    }

    private static Collection<String> values(Segment segment, CallerValues caller) {
        return segment instanceof Filled filled ? caller.of(filled.variable()) : List.of(((Fixed) segment).text());
    }

    @Override
    public boolean hold(String channel, CallerValues caller) {
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (at > channel.length()) {
                return false;
            }
            int colon = channel.indexOf(':', at);
            int end = colon < 0 ? channel.length() : colon;
            if (end == at || !fits(segments.get(i), channel, at, end, caller)) {
                return false;
            }
            // Behind the name's last segment this lies beyond its end.
            at = end + 1;
        }
        return rest == null
                ? at == channel.length() + 1
                : channel.length() > at + rest.length() && channel.startsWith(rest, at);
    }

    private static boolean fits(Segment segment, String channel, int from, int to, CallerValues caller) {
        if (segment instanceof Fixed fixed) {
            return equals(fixed.text(), channel, from, to);
        }
        if (segment instanceof Filled filled) {
            for (String value : caller.of(filled.variable())) {
                if (equals(value, channel, from, to)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    private static boolean equals(String text, String channel, int from, int to) {
        return text.length() == to - from && channel.startsWith(text, from);
    }
}
