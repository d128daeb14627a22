package org.tidings.settings;

/**
 * Where something stands in the configuration file.
 *
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1, counted in UTF-16 units
 * @param path names and indexes from the outermost object on, as in {@code rules[2].channels[0]}; empty for that object
 */
public record Place(int line, int column, String path) {
    public static final Place WHOLE_FILE = new Place(0, 0, "");
}
