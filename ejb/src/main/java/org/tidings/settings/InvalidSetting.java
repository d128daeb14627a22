package org.tidings.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings that cannot be used. The message is for the operator, one line for each: which key, its value, what is allowed,
 * and where the value came from.
 */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    public InvalidSetting(String message) {
        super(message);
        mistakes = List.of();
    }

    /** What is wrong with the configuration file, all of it. */
    InvalidSetting(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** A key whose value may be shown: never use it for a secret. */
    InvalidSetting(String key, Settings.Value value, String allowed) {
        super(key + " = " + Mistake.quoted(value.text()) + " (from " + value.source() + ") is not allowed: expected "
                + allowed);
        mistakes = value.place() == null
                ? List.of()
                : List.of(new Mistake(
                        value.file(),
                        value.place(),
                        Mistake.quoted(value.text()) + " is not allowed: expected " + allowed));
    }

    /** Those that stand in the configuration file; empty where the value came from elsewhere. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
