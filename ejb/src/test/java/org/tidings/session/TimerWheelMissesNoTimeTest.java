package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A time is told of too early, twice, late or never. */
class TimerWheelMissesNoTimeTest {

    private static final long TICK = 25;
    /** Once around. */
    private static final long TURN = 1_024 * TICK;

    /** Near the end of what a long holds, for {@link System#nanoTime()} may begin anywhere. */
    private static final long START = Long.MAX_VALUE - TURN / 2;

    private final TimerWheel wheel = new TimerWheel(TICK, START);
    private final List<TimerWheel.Timer> told = new ArrayList<>();

    private static final class Alarm extends TimerWheel.Timer {}

    private List<TimerWheel.Timer> at(long elapsed) {
        told.clear();
        wheel.advance(START + elapsed, told::add);
        return told;
    }

    private Alarm set(long elapsed) {
        Alarm alarm = new Alarm();
        wheel.by(alarm, START + elapsed);
        return alarm;
    }

    @Test
    void tellsOnceAtTheFirstLookThatIsNotTooEarly() {
        Alarm alarm = set(60);
        assertThat(at(59)).isEmpty();
        assertThat(at(60)).containsExactly(alarm);
        assertThat(at(61)).isEmpty();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void tellsOfWhatIsWithinTheTickThatWasLookedAt() {
        at(50);
        Alarm alarm = set(55);
        assertThat(at(54)).isEmpty();
        assertThat(at(55)).containsExactly(alarm);
    }

    @Test
    void tellsAtOnceOfWhatIsOver() {
        at(1_000);
        Alarm alarm = set(10);
        assertThat(at(1_000)).containsExactly(alarm);
    }

    @Test
    void whatIsTurnsAwayWaitsForItsTurn() {
        Alarm alarm = set(3 * TURN + 10);
        for (long elapsed = 0; elapsed < 3 * TURN + 10; elapsed += TICK) {
            assertThat(at(elapsed)).isEmpty();
        }
        assertThat(at(3 * TURN + 10)).containsExactly(alarm);
    }

    @Test
    void nothingIsLostWhereTheServerStoodStillForTurns() {
        Alarm soon = set(30);
        Alarm late = set(2 * TURN);
        Alarm later = set(9 * TURN);
        assertThat(at(5 * TURN + 7)).containsExactlyInAnyOrder(soon, late);
        assertThat(at(9 * TURN)).containsExactly(later);
    }

    @Test
    void movesSoonerAndNotLater() {
        Alarm alarm = set(500);
        wheel.by(alarm, START + 900);
        wheel.by(alarm, START + 100);
        assertThat(wheel.size()).isOne();
        assertThat(at(100)).containsExactly(alarm);
        assertThat(at(900)).isEmpty();
    }

    @Test
    void whatHasEndedIsNeverToldOfNorSetAgain() {
        Alarm alarm = set(100);
        wheel.end(alarm);
        wheel.by(alarm, START + 200);
        assertThat(wheel.size()).isZero();
        assertThat(at(1_000)).isEmpty();
    }

    @Test
    void oneThatIsSetAgainWhileItIsToldOfCountsAnew() {
        Alarm alarm = set(10);
        wheel.advance(START + 10, timer -> wheel.by(timer, START + 40));
        assertThat(at(39)).isEmpty();
        assertThat(at(40)).containsExactly(alarm);
    }

    /** Against a map in which everything is looked at. */
    @Test
    void agreesWithAListOfAllTimes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<TimerWheel.Timer, Long> expected = new HashMap<>();
        List<Alarm> alarms = new ArrayList<>();
        for (long now = 0; now < 6 * TURN; now += random.nextInt(4 * (int) TICK)) {
            if (random.nextInt(3) > 0) {
                long due = now + random.nextInt(3 * (int) TURN) - TICK;
                Alarm alarm = set(due);
                alarms.add(alarm);
                expected.put(alarm, due);
            }
            if (random.nextInt(4) == 0 && !alarms.isEmpty()) {
                Alarm alarm = alarms.get(random.nextInt(alarms.size()));
                if (random.nextBoolean() && expected.containsKey(alarm)) {
                    long sooner = expected.get(alarm) - random.nextInt((int) TURN);
                    wheel.by(alarm, START + sooner);
                    expected.put(alarm, sooner);
                } else {
                    wheel.end(alarm);
                    expected.remove(alarm);
                }
            }
            long elapsed = now;
            List<TimerWheel.Timer> due = expected.keySet().stream()
                    .filter(alarm -> expected.get(alarm) <= elapsed)
                    .toList();
            assertThat(at(now)).as("seed %d at %d", seed, now).containsExactlyInAnyOrderElementsOf(due);
            due.forEach(expected::remove);
            assertThat(wheel.size()).as("seed %d", seed).isEqualTo(expected.size());
        }
    }
}
