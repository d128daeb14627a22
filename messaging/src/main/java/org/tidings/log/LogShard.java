package org.tidings.log;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * One shard of a log group.
 *
 * @param group the group's name
 * @param index its place in the group, from 0
 */
public record LogShard(String group, int index) {

    /** The group of whatever is not put into another. */
    public static final String MAIN = "main";

    /** A group has fewer shards than this. */
    static final int NUMBERS_OF_A_GROUP = 1 << 11;

    private static final int GROUPS = 1 << 19;

    public LogShard {
        Objects.requireNonNull(group, "group");
        if (index < 0 || index >= NUMBERS_OF_A_GROUP) {
            throw new IllegalArgumentException("shard " + index);
        }
    }

    /**
     * By which clients and other instances know it. It follows from the group's name and the index alone: groups that come or go
     * number no other one anew. The main group's shards have their index.
     */
    public int number() {
        return firstNumber(group) + index;
    }

    /** Of two groups with the same first number only one can be. */
    static int firstNumber(String group) {
        if (group.equals(MAIN)) {
            return 0;
        }
        CRC32C crc = new CRC32C();
        crc.update(group.getBytes(StandardCharsets.UTF_8));
        return (1 + (int) (crc.getValue() % (GROUPS - 1))) * NUMBERS_OF_A_GROUP;
    }

    boolean isMain() {
        return group.equals(MAIN);
    }

    /** As logs, meters and names of threads have it: {@code 2}, {@code inbox.2}. */
    @Override
    public String toString() {
        return isMain() ? Integer.toString(index) : group + "." + index;
    }
}
