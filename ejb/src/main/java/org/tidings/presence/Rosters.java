package org.tidings.presence;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tidings.control.Attendance;

/** The channels that have members or watchers, and what holds their members. Guarded by {@link Presence}'s lock. */
final class Rosters {

    private final Map<String, Roster> rosters = new HashMap<>();
    /** Those that have changed since their watchers were told. */
    private final Set<Roster> stirred = new LinkedHashSet<>();
    /** Beyond the versions of all channels that were forgotten. */
    private long floor;

    /** Null where nobody is there and nobody watches. */
    Roster find(String channel) {
        return rosters.get(channel);
    }

    Roster of(String channel) {
        return rosters.computeIfAbsent(channel, name -> new Roster(name, floor));
    }

    /** The version of a channel that nobody is on. */
    long floor() {
        return floor;
    }

    /** An instance says something of a user. */
    void apply(Holder holder, Attendance said) {
        Key key = Key.of(said);
        if (said.isGone()) {
            remove(holder, key);
            return;
        }
        Holding known = holder.holding(key);
        if (known == null) {
            known = new Holding(holder, said);
            holder.put(key, known);
            Roster roster = of(key.channel());
            roster.add(known);
            stirred.add(roster);
        } else {
            Holding holding = known;
            Roster roster = of(key.channel());
            roster.change(holding, () -> holding.say(said));
            stirred.add(roster);
        }
        known.mark();
    }

    void remove(Holder holder, Key key) {
        Holding known = holder.remove(key);
        if (known != null) {
            Roster roster = of(key.channel());
            roster.remove(known);
            stirred.add(roster);
            forgetIfIdle(key.channel());
        }
    }

    /** The instance is believed no more. */
    void drop(Holder holder) {
        holder.keys().forEach(key -> remove(holder, key));
    }

    void forgetIfIdle(String channel) {
        Roster roster = rosters.get(channel);
        if (roster != null && roster.isIdle()) {
            floor = Math.max(floor, roster.version());
            rosters.remove(channel);
            stirred.remove(roster);
        }
    }

    /** To be emptied by whoever tells the watchers. */
    Set<Roster> stirred() {
        return stirred;
    }

    /** Users on channels. */
    int members() {
        int members = 0;
        for (Roster roster : rosters.values()) {
            members += roster.count();
        }
        return members;
    }
}
