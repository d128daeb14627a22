package org.tidings.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * One rate for each user, shared between instances: each has a bucket of the whole rate for every user, takes out of it what is
 * published here at once, and what is published elsewhere when it is told. Who uses little is not told about. While nobody tells
 * anything, each instance gives the whole rate. Thread-safe; a publish takes no lock.
 *
 * <p>Of a user without connections his bucket stays until it is full again: else he would only have to come back.
 */
public final class UserRates {

    /** How often the others are told. */
    public static final long TELLING_MILLIS = 100;

    /** Users told about at a time; the others' turn is the next. */
    static final int TOLD_AT_ONCE = 1_000;

    private final RatePlan plan;
    private final ConcurrentMap<String, UserRate> users = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<UserRate> untold = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Rest> resting = new ConcurrentLinkedQueue<>();

    private record Rest(String user, long sinceNanos) {}

    UserRates(RatePlan plan) {
        this.plan = plan;
    }

    UserRate enter(String user) {
        forgetTheRested();
        return users.compute(user, (name, rate) -> (rate == null ? newRate(name) : rate).entered());
    }

    void leave(UserRate rate) {
        forgetTheRested();
        users.computeIfPresent(
                rate.name(), (name, known) -> known.left().isResting() ? rest(known, plan.nanos()) : known);
    }

    /** What users have published here that was not told yet, of those who published enough to be told about. */
    public Map<String, Long> published() {
        forgetTheRested();
        Map<String, Long> told = new HashMap<>();
        for (int i = 0; i < TOLD_AT_ONCE; i++) {
            UserRate next = untold.poll();
            if (next == null) {
                break;
            }
            long publishes = next.tell();
            if (publishes > 0) {
                told.merge(next.name(), publishes, Long::sum);
            }
        }
        return told;
    }

    /** Another instance tells. */
    public void publishedElsewhere(String user, long publishes) {
        users.compute(user, (name, known) -> {
                    UserRate rate = known == null ? newRate(name) : known;
                    return rate.isResting() ? rest(rate, plan.nanos()) : rate;
                })
                .charge(publishes);
    }

    /** A hundredth of a second's worth: what is not told is no more than that. */
    long worthTelling() {
        return Math.max(1, plan.burst() / 100);
    }

    void toBeTold(UserRate rate) {
        untold.add(rate);
    }

    int size() {
        return users.size();
    }

    private UserRate newRate(String user) {
        return new UserRate(this, user, plan.rate());
    }

    private UserRate rest(UserRate rate, long now) {
        resting.add(new Rest(rate.name(), now));
        return rate.restingSince(now);
    }

    /** Debts are a burst at most: twice the time that refills a bucket makes it full. */
    private void forgetTheRested() {
        long now = plan.nanos();
        for (Rest oldest = resting.peek(); oldest != null; oldest = resting.peek()) {
            if (now - oldest.sinceNanos() < 2 * plan.refillNanos()) {
                return;
            }
            if (resting.remove(oldest)) {
                long since = oldest.sinceNanos();
                users.computeIfPresent(
                        oldest.user(),
                        (name, rate) -> rate.isResting() && rate.restingSinceNanos() == since ? null : rate);
            }
        }
    }
}
