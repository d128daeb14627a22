package org.tidings.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.tidings.log.DedupeWindow.First;
import org.tidings.log.DedupeWindow.Key;

/**
 * Where messages were stored first, by their keys, oldest first: some 50 bytes each, in arrays and not in objects, because a
 * flood leaves hundreds of thousands of them in every instance, and a leading one has them twice.
 *
 * <p>Entries lie in pages in the order in which they came, so that what has grown old goes page by page, and nothing large is
 * copied while the window grows. A hash table with linear probing finds them; keys are cut from SHA-256, so their bits need
 * no mixing. Not thread-safe.
 */
final class FirstPositions {

    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int SMALLEST_TABLE = 256;
    /** Of an entry's number, what the table keeps: far more than are ever remembered at once. */
    private static final int NUMBER_MASK = Integer.MAX_VALUE;

    /** Entries are numbered from 0; these pages hold {@link #first} and what came after it. */
    private final List<Page> pages = new ArrayList<>();
    /** The oldest entry, and the one that comes next. */
    private long first;

    private long next;
    private int size;
    /** Of the youngest entry. Each record of the log brings a text of its own; one of them is kept. */
    private String epoch = "";
    /** The low bits of entries' numbers, plus one; 0 where there is none. At most two thirds full. */
    private int[] table = new int[SMALLEST_TABLE];

    FirstPositions() {}

    FirstPositions(FirstPositions other) {
        other.pages.forEach(page -> pages.add(new Page(page)));
        first = other.first;
        next = other.next;
        size = other.size;
        epoch = other.epoch;
        table = other.table.clone();
    }

    int size() {
        return size;
    }

    /** Where the key's message was stored, or null. */
    First find(Key key) {
        int slot = slotOf(key);
        return table[slot] == 0 ? null : page(numberIn(slot)).first(offset(numberIn(slot)));
    }

    /** Adds a key that is not here yet, as the youngest. */
    void add(Key key, First position) {
        if (offset(next) == 0 && page(next) == null) {
            pages.add(new Page());
        }
        if (!position.epoch().equals(epoch)) {
            epoch = position.epoch();
        }
        page(next).put(offset(next), key, position, epoch);
        table[slotOf(key)] = (int) (next & NUMBER_MASK) + 1;
        next++;
        size++;
        if (size > table.length / 3 * 2) {
            resize(table.length * 2);
        }
    }

    void remove(Key key) {
        int slot = slotOf(key);
        if (table[slot] != 0) {
            long number = numberIn(slot);
            page(number).clear(offset(number));
            vacate(slot);
            size--;
            dropEmptyPages();
        }
    }

    /** When the oldest message was stored; meaningless while there is none. */
    long oldestAt() {
        return page(first).at(offset(first));
    }

    void removeOldest() {
        remove(page(first).key(offset(first)));
        if (table.length > SMALLEST_TABLE && size < table.length / 8) {
            resize(table.length / 2);
        }
    }

    /** Oldest first. */
    void forEach(BiConsumer<Key, First> each) {
        for (long number = first; number < next; number++) {
            Page page = page(number);
            if (page.holds(offset(number))) {
                each.accept(page.key(offset(number)), page.first(offset(number)));
            }
        }
    }

    /** Leaves {@link #first} at an entry that is there, or at {@link #next}. */
    private void dropEmptyPages() {
        while (first < next && !page(first).holds(offset(first))) {
            first++;
            if (offset(first) == 0) {
                pages.remove(0);
            }
        }
    }

    private Page page(long number) {
        int index = (int) ((number >> PAGE_BITS) - (first >> PAGE_BITS));
        return index < pages.size() ? pages.get(index) : null;
    }

    private static int offset(long number) {
        return (int) number & PAGE - 1;
    }

    private int slotOf(Key key) {
        int slot = home(key);
        while (table[slot] != 0) {
            long number = numberIn(slot);
            if (page(number).holds(offset(number), key)) {
                return slot;
            }
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private int home(Key key) {
        return (int) (key.high() ^ key.low()) & table.length - 1;
    }

    private long numberIn(int slot) {
        return first + (table[slot] - 1 - first & NUMBER_MASK);
    }

    /** Moves up what stands behind an emptied slot and would not be found any more (Knuth, volume 3, 6.4, algorithm R). */
    private void vacate(int emptied) {
        int hole = emptied;
        table[hole] = 0;
        for (int slot = hole + 1 & table.length - 1; table[slot] != 0; slot = slot + 1 & table.length - 1) {
            long number = numberIn(slot);
            int home = home(page(number).key(offset(number)));
            boolean reachableOverHole = (slot - home & table.length - 1) >= (slot - hole & table.length - 1);
            if (reachableOverHole) {
                table[hole] = table[slot];
                table[slot] = 0;
                hole = slot;
            }
        }
    }

    private void resize(int length) {
        table = new int[length];
        for (long number = first; number < next; number++) {
            if (page(number).holds(offset(number))) {
                table[slotOf(page(number).key(offset(number)))] = (int) (number & NUMBER_MASK) + 1;
            }
        }
    }

    /** Consecutive entries. An entry without an epoch was removed. */
    private static final class Page {

        private final long[] high;
        private final long[] low;
        private final long[] seq;
        private final long[] at;
        private final String[] epoch;

        Page() {
            high = new long[PAGE];
            low = new long[PAGE];
            seq = new long[PAGE];
            at = new long[PAGE];
            epoch = new String[PAGE];
        }

        Page(Page other) {
            high = other.high.clone();
            low = other.low.clone();
            seq = other.seq.clone();
            at = other.at.clone();
            epoch = other.epoch.clone();
        }

        void put(int offset, Key key, First position, String sharedEpoch) {
            high[offset] = key.high();
            low[offset] = key.low();
            seq[offset] = position.seq();
            at[offset] = position.at();
            epoch[offset] = sharedEpoch;
        }

        void clear(int offset) {
            epoch[offset] = null;
        }

        boolean holds(int offset) {
            return epoch[offset] != null;
        }

        boolean holds(int offset, Key key) {
            return low[offset] == key.low() && high[offset] == key.high() && epoch[offset] != null;
        }

        Key key(int offset) {
            return new Key(high[offset], low[offset]);
        }

        First first(int offset) {
            return new First(epoch[offset], seq[offset], at[offset]);
        }

        long at(int offset) {
            return at[offset];
        }
    }
}
