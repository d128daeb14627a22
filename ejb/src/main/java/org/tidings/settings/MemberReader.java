package org.tidings.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads an object of the configuration file member by member. What cannot be used is a mistake, and its default stands in, so
 * that the rest is looked at too. Confined to one thread.
 */
public final class MemberReader {
    private final JsonEntry.Members object;
    private final String what;
    private final Mistakes mistakes;
    private final Set<String> known = new HashSet<>();

    /** @param what a member of this object is, as in “option of a namespace” */
    public MemberReader(JsonEntry.Members object, String what, Mistakes mistakes) {
        this.object = object;
        this.what = what;
        this.mistakes = mistakes;
    }

    public Place place() {
        return object.place();
    }

    /** Whether there is such a member, null or not. */
    public boolean has(String name) {
        known.add(name);
        return object.byName().containsKey(name);
    }

    /** A whole number from {@code least} to {@code most}. */
    public long number(String name, long otherwise, long least, long most) {
        return value(name)
                .flatMap(value -> {
                    Optional<Long> number = wholeNumber(value).filter(written -> written >= least && written <= most);
                    if (number.isEmpty()) {
                        mistakes.expected(value, "a whole number from " + least + " to " + most);
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        return value(name)
                .flatMap(value -> {
                    if (value instanceof JsonEntry.Plain plain
                            && plain.written().matches("true|false")) {
                        return Optional.of(Boolean.valueOf(plain.written()));
                    }
                    mistakes.expected(value, "true or false");
                    return Optional.empty();
                })
                .orElse(otherwise);
    }

    /** One of several texts. */
    public <T> T oneOf(String name, List<T> choices, Function<T, String> written, T otherwise) {
        List<String> names = choices.stream().map(written).toList();
        return text(name, "one of " + String.join(", ", names))
                .flatMap(text -> {
                    int chosen = names.indexOf(text.value());
                    if (chosen < 0) {
                        mistakes.unknown(text.place(), "choice for \"" + name + "\"", text.value(), names);
                    }
                    return chosen < 0 ? Optional.empty() : Optional.of(choices.get(chosen));
                })
                .orElse(otherwise);
    }

    /** @param meaning what is expected there, as in “the name of a header” */
    public Optional<JsonEntry.Text> text(String name, String meaning) {
        return value(name).flatMap(value -> {
            if (value instanceof JsonEntry.Text text) {
                return Optional.of(text);
            }
            mistakes.expected(value, meaning);
            return Optional.empty();
        });
    }

    /** An object within. */
    public Optional<MemberReader> object(String name, String whatWithin) {
        return value(name).flatMap(value -> {
            if (value instanceof JsonEntry.Members members) {
                return Optional.of(new MemberReader(members, whatWithin, mistakes));
            }
            mistakes.expected(value, "an object");
            return Optional.empty();
        });
    }

    /** The member as it stands; empty where there is none, or null. */
    public Optional<JsonEntry> value(String name) {
        known.add(name);
        return Optional.ofNullable(object.byName().get(name))
                .map(JsonEntry.Member::value)
                .filter(value -> !(value instanceof JsonEntry.Nothing));
    }

    /** Members that nobody has asked for are mistakes. Last. */
    public void refuseOthers() {
        for (Map.Entry<String, JsonEntry.Member> member : object.byName().entrySet()) {
            if (!known.contains(member.getKey())) {
                mistakes.unknown(member.getValue().name(), what, member.getKey(), known);
            }
        }
    }

    private static Optional<Long> wholeNumber(JsonEntry value) {
        return value instanceof JsonEntry.Plain plain && plain.written().matches("-?[0-9]{1,18}")
                ? Optional.of(Long.valueOf(plain.written()))
                : Optional.empty();
    }
}
