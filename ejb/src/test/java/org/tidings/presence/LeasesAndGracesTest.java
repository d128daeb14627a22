package org.tidings.presence;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.control.Announcement;
import org.tidings.control.SnapshotRequest;
import org.tidings.envelope.PresencePage;

/** Ghosts stay behind, users flap, or an instance speaks of what it cannot know. */
class LeasesAndGracesTest {

    private static final String CHANNEL = "chat:1";
    private static final long LEASE = SimulatedNetwork.SETTINGS.leaseMillis();
    private static final long GRACE = SimulatedNetwork.SETTINGS.graceMillis();

    /** For an announcement to be made and heard. */
    private static final long ANNOUNCED = 300;

    /** Until an instance that has just begun, or is back, knows all. */
    private static final long SETTLED = 2_500;

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedNetwork.Instance a = network.join();
    private final SimulatedNetwork.Instance b = network.join();

    @BeforeEach
    void settle() {
        network.pass(SETTLED);
    }

    @Test
    void anInstanceThatHasJustBegunDoesNotKnowYet() {
        SimulatedNetwork.Instance late = network.join();
        a.enter(CHANNEL, "ann");
        assertThat(late.members(CHANNEL)).isNull();
        network.pass(SETTLED);

        assertThat(late.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
    }

    @Test
    void aUserIsOneMemberWithConnectionsEverywhere() {
        a.enter(CHANNEL, "ann");
        a.enter(CHANNEL, "ann");
        b.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);

        assertThat(a.members(CHANNEL)).isEqualTo(Map.of("ann", 3));
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 3));
    }

    @Test
    void whoComesBackWithinTheGraceWasNeverGone() {
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        WatchingClient atA = new WatchingClient(a, CHANNEL);
        WatchingClient atB = new WatchingClient(b, CHANNEL);
        a.drop(CHANNEL, "ann");
        network.pass(GRACE - 2 * ANNOUNCED);
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 0));
        b.enter(CHANNEL, "ann");
        network.pass(3 * GRACE);

        assertThat(atA.events()).isEmpty();
        assertThat(atB.events()).isEmpty();
        assertThat(a.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
    }

    @Test
    void whoDoesNotComeBackIsGoneBehindTheGraceAndNotBefore() {
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.drop(CHANNEL, "ann");
        network.pass(GRACE - SimulatedNetwork.STEP_MILLIS);
        assertThat(watching.events()).isEmpty();
        network.pass(SimulatedNetwork.STEP_MILLIS + ANNOUNCED);

        assertThat(watching.events()).containsExactly("leave ann");
        assertThat(a.members(CHANNEL)).isEmpty();
    }

    @Test
    void aSecondGraceBeginsAnew() {
        a.enter(CHANNEL, "ann");
        a.drop(CHANNEL, "ann");
        network.pass(GRACE - 100);
        a.enter(CHANNEL, "ann");
        a.drop(CHANNEL, "ann");
        network.pass(GRACE - 100);

        assertThat(a.members(CHANNEL)).isEqualTo(Map.of("ann", 0));
    }

    @Test
    void whoLeavesIsGoneAtOnce() {
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        a.leave(CHANNEL, "ann");
        network.pass(ANNOUNCED);

        assertThat(watching.events()).containsExactly("join ann", "leave ann");
    }

    @Test
    void theMembersOfADeadInstanceAreGoneWithinTheLease() {
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.crash();
        network.pass(LEASE - 2_000);
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
        network.pass(2_000);

        assertThat(b.members(CHANNEL)).isEmpty();
        assertThat(watching.events()).containsExactly("leave ann");
    }

    @Test
    void whoFledFromADeadInstanceDoesNotFlap() {
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.crash();
        b.enter(CHANNEL, "ann");
        network.pass(2 * LEASE);

        assertThat(watching.events()).isEmpty();
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
    }

    @Test
    void anInstanceThatEndsLeavesItsUsersTheGraceToTurnUpElsewhere() {
        a.enter(CHANNEL, "ann");
        a.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.stop();
        b.enter(CHANNEL, "ann");
        network.pass(GRACE + ANNOUNCED);

        assertThat(watching.events()).containsExactly("leave bob");
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
    }

    @Test
    void anInstanceThatIsCutOffSaysThatItDoesNotKnowAndTheOthersDropItsMembers() {
        a.enter(CHANNEL, "ann");
        b.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        WatchingClient atA = new WatchingClient(a, CHANNEL);
        WatchingClient atB = new WatchingClient(b, CHANNEL);
        a.cutOff();
        network.pass(LEASE + 100);
        assertThat(a.members(CHANNEL)).isNull();
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("bob", 1));
        network.pass(3 * LEASE);
        a.connect();
        network.pass(SETTLED);

        assertThat(a.members(CHANNEL)).isEqualTo(Map.of("ann", 1, "bob", 1));
        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 1, "bob", 1));
        assertThat(atA.events()).isEmpty();
        assertThat(atB.events()).containsExactly("leave ann", "join ann");
    }

    /** Whoever was cut off found the others dead, which it had heard a moment before itself, and told its clients that they left. */
    @Test
    void oneThatIsCutOffAtAnyMomentTakesNobodyForDead() {
        b.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(a, CHANNEL);
        for (int i = 0; i < 30; i++) {
            a.cutOff();
            network.pass(LEASE + 1_000);
            a.connect();
            network.pass(SETTLED + i * SimulatedNetwork.STEP_MILLIS);
        }

        assertThat(watching.events()).isEmpty();
    }

    @Test
    void aFrozenInstanceSpeaksOfNobodyWhenItWakes() {
        b.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        a.freeze();
        b.leave(CHANNEL, "bob");
        network.pass(2 * LEASE);
        a.thaw();

        assertThat(a.members(CHANNEL)).isNull();
        network.pass(SETTLED);
        assertThat(a.members(CHANNEL)).isEmpty();
    }

    /** An instance that stood still for most of the lease took the others' silence in its own sleep for their death. */
    @Test
    void oneThatStoodStillDoesNotTakeTheOthersForDead() {
        b.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(a, CHANNEL);
        a.freeze();
        network.pass(LEASE - 500);
        network.lose(message -> true);
        a.thaw();
        network.pass(1_000);
        network.lose(message -> false);
        network.pass(SETTLED);

        assertThat(watching.events()).isEmpty();
    }

    /** On a machine that stalled for half a second again and again, each stall began the wait for the dead anew. */
    @Test
    void stallsDoNotKeepTheDeadAlive() {
        b.enter(CHANNEL, "bob");
        network.pass(ANNOUNCED);
        b.crash();
        for (int i = 0; i < 12; i++) {
            network.stall(900);
            network.pass(300);
        }

        assertThat(a.members(CHANNEL)).isEmpty();
    }

    @Test
    void thousandsOfWatchersAreToldOfFewChanges() {
        List<AtomicInteger> told = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            AtomicInteger events = new AtomicInteger();
            told.add(events);
            b.presence.watch(CHANNEL, true, event -> events.incrementAndGet() > 0);
        }
        for (int i = 0; i < 100; i++) {
            b.enter(CHANNEL, "user-" + i);
            network.pass(100);
        }
        network.pass(5_000);

        assertThat(told).allSatisfy(events -> assertThat(events.get()).isBetween(1, 10));
    }

    @Test
    void whatWasLostIsNoticedAndAskedFor() {
        network.lose(message -> message instanceof Announcement said
                && said.attendances().stream()
                        .anyMatch(attendance -> attendance.user().equals("ann")));
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        assertThat(b.members(CHANNEL)).isEmpty();
        network.lose(message -> false);
        network.pass(SETTLED);

        assertThat(b.members(CHANNEL)).isEqualTo(Map.of("ann", 1));
        assertThat(b.said).anyMatch(SnapshotRequest.class::isInstance);
    }

    @Test
    void tenThousandAreAnnouncedInAFewMessagesAndToldInAFewEvents() {
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        network.pass(1_000);
        int before = a.said.size();
        for (int i = 0; i < 10_000; i++) {
            a.enter(CHANNEL, "user-" + i);
            if (i % 50 == 0) {
                network.pass(SimulatedNetwork.STEP_MILLIS);
            }
        }
        network.pass(2_000);

        assertThat(b.page(CHANNEL, null, 1).count()).isEqualTo(10_000);
        assertThat(a.said.size() - before).isLessThanOrEqualTo(4 * 12 + 4);
        assertThat(watching.events().size()).isLessThanOrEqualTo(Telling.CHANGES_PER_SECOND + 12);
        assertThat(watching.members()).hasSize(10_000);
    }

    @Test
    void noMessageIsLargerThanTheBrokerKeepsInMemory() {
        String meta = "{\"text\":\"" + "é".repeat(450) + "\"}";
        for (int i = 0; i < 1_000; i++) {
            a.enter(CHANNEL, "user-" + i, meta);
        }
        network.pass(1_000);

        assertThat(b.page(CHANNEL, null, 1).count()).isEqualTo(1_000);
        assertThat(a.said)
                .filteredOn(Announcement.class::isInstance)
                .allMatch(said -> ((Announcement) said).attendances().size() < 70);
    }

    @Test
    void versionsNeverGoBackAlsoWhenAChannelWasEmpty() {
        a.enter(CHANNEL, "ann");
        a.leave(CHANNEL, "ann");
        long empty = a.page(CHANNEL, null, 1).version();
        a.enter(CHANNEL, "bob");

        assertThat(a.page(CHANNEL, null, 1).version()).isGreaterThan(empty);
    }

    @Test
    void pagesAreInOrderAndBoundedInBytes() {
        for (int i = 100; i < 200; i++) {
            a.enter(CHANNEL, "user-" + i);
        }
        PresencePage page = a.page(CHANNEL, "user-109", 5);
        assertThat(page.members()).hasSize(5);
        assertThat(page.next()).isEqualTo("user-114");
        AtomicInteger bytes = new AtomicInteger();
        a.presence.ask(new Presence.Question(CHANNEL, null, 1_000, 300), small -> small.members()
                .forEach(member -> bytes.addAndGet(member.length() + 1)));

        assertThat(bytes.get()).isBetween(1, 300);
    }

    @Test
    void everybodyShowsTheSameOfAUser() {
        a.enter(CHANNEL, "ann", "{\"on\":\"laptop\"}");
        network.pass(ANNOUNCED);
        b.enter(CHANNEL, "ann", "{\"on\":\"phone\"}");
        network.pass(ANNOUNCED);
        WatchingClient watching = new WatchingClient(a, CHANNEL);
        for (SimulatedNetwork.Instance each : List.of(a, b)) {
            assertThat(shown(each).getJsonObject("meta").getString("on")).isEqualTo("phone");
        }
        b.presence.show(new Key(CHANNEL, "ann"), "{\"on\":\"tablet\"}");
        network.pass(ANNOUNCED);

        assertThat(shown(a)).isEqualTo(shown(b));
        assertThat(watching.events()).containsExactly("presence");
    }

    @Test
    void lastSeenIsWhenTheLastConnectionWent() {
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        a.drop(CHANNEL, "ann");
        long gone = network.nowMillis();
        network.pass(ANNOUNCED);

        assertThat(shown(b).getJsonNumber("lastSeen").longValue()).isEqualTo(gone);
        assertThat(shown(a)).isEqualTo(shown(b));
    }

    @Test
    void whoMayNotKnowNamesIsToldHowMany() {
        WatchingClient watching = new WatchingClient(b, CHANNEL, false);
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);

        assertThat(watching.events()).containsExactly("presence");
    }

    @Test
    void oneWithoutRoomIsToldOnceThatItMissedSomething() {
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        watching.members();
        watching.deaf(true);
        for (int i = 0; i < 5; i++) {
            a.enter(CHANNEL, "user-" + i);
            network.pass(ANNOUNCED);
        }
        watching.deaf(false);
        network.pass(ANNOUNCED);

        assertThat(watching.events()).containsExactly("presence");
        assertThat(watching.members()).hasSize(5);
    }

    @Test
    void thereIsABoundOnMembers() {
        for (int i = 0; i < SimulatedNetwork.SETTINGS.maxMembers(); i++) {
            assertThat(a.presence.enter(new Key(CHANNEL, "user-" + i), null)).isTrue();
        }

        assertThat(a.presence.enter(new Key(CHANNEL, "one-more"), null)).isFalse();
        assertThat(a.presence.enter(new Key(CHANNEL, "user-7"), null)).isTrue();
        assertThat(a.page(CHANNEL, null, 1).count()).isEqualTo(SimulatedNetwork.SETTINGS.maxMembers());
    }

    @Test
    void nothingIsLeftOfAChannelThatEverybodyHasLeft() {
        WatchingClient watching = new WatchingClient(b, CHANNEL);
        a.enter(CHANNEL, "ann");
        network.pass(ANNOUNCED);
        a.leave(CHANNEL, "ann");
        watching.end();
        network.pass(ANNOUNCED);

        assertThat(a.page(CHANNEL, null, 1).count()).isZero();
        assertThat(b.page(CHANNEL, null, 1).count()).isZero();
    }

    private static JsonObject shown(SimulatedNetwork.Instance instance) {
        return SimulatedNetwork.read(instance.page(CHANNEL, null, 1).members().get(0));
    }
}
