package org.tidings.authorization;

/**
 * Which rule it is, for people.
 *
 * @param place as in {@code rules[2]}, or the setting that stands for a rule
 * @param title the operator's name for it; null where it has none
 * @param line of the configuration file; 0 where it does not stand there
 */
public record RuleName(String place, String title, int line) {
    @Override
    public String toString() {
        return place + (title == null ? "" : " \"" + title + '"') + (line == 0 ? "" : " in line " + line);
    }
}
