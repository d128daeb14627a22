package org.tidings.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.tidings.envelope.PresenceMember;
import org.tidings.envelope.PresencePage;
import org.tidings.history.Utf8;

/**
 * Who is on one channel, and how often that has changed. A change costs the logarithm of the members. Guarded by {@link Presence}'s
 * lock.
 */
final class Roster {

    private final NavigableMap<String, Member> members = new TreeMap<>();
    private final Telling telling;
    /** Grows by one with each user that comes, goes, or shows something else; never falls, also when the channel was forgotten. */
    private long version;

    Roster(String channel, long version) {
        this.telling = new Telling(channel, version);
        this.version = version;
    }

    int count() {
        return members.size();
    }

    long version() {
        return version;
    }

    Telling telling() {
        return telling;
    }

    void add(Holding holding) {
        String user = holding.attendance().user();
        Member member = members.get(user);
        if (member == null) {
            member = new Member(user);
            member.add(holding);
            members.put(user, member);
            telling.joined(++version, user, member.meta());
        } else {
            String before = member.meta();
            member.add(holding);
            compare(before, member);
        }
    }

    void change(Holding holding, Runnable change) {
        Member member = members.get(holding.attendance().user());
        String before = member.meta();
        change.run();
        compare(before, member);
    }

    void remove(Holding holding) {
        String user = holding.attendance().user();
        Member member = members.get(user);
        String before = member.meta();
        if (member.remove(holding)) {
            compare(before, member);
        } else {
            members.remove(user);
            telling.left(++version, user, before);
        }
    }

    private void compare(String before, Member member) {
        if (!Objects.equals(before, member.meta())) {
            telling.changed(++version);
        }
    }

    /** What is told to one that missed something. */
    Told summary() {
        return telling.summary(version, count());
    }

    boolean isIdle() {
        return members.isEmpty() && !telling.isWatched();
    }

    /**
     * Some of the members, in the order of their names.
     *
     * @param after behind this name; null for the first
     * @param limit so many at the most
     * @param maxBytes of the answer, as far as it depends on members
     */
    PresencePage page(String after, int limit, int maxBytes) {
        Map<String, Member> rest = after == null ? members : members.tailMap(after, false);
        List<String> page = new ArrayList<>();
        String last = null;
        int room = maxBytes;
        for (Map.Entry<String, Member> entry : rest.entrySet()) {
            PresenceMember member = entry.getValue().shown();
            String written = member.write();
            room -= Utf8.length(written) + 1;
            if (page.size() == limit || room < 0 && !page.isEmpty()) {
                return new PresencePage(count(), version, page, last);
            }
            page.add(written);
            last = member.user();
        }
        return new PresencePage(count(), version, page, null);
    }
}
