package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tidings.settings.Settings;

/** A place that is counted and never given back shuts a user out for ever; one that is counted twice lets too many in. */
class LeakedSeatsTest {

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Seats seats = new Seats(limits(3, 2, 2), clock);

    @Test
    void eachLimitIsNamedAndNothingIsTakenBeyondIt() {
        assertThat(take("alice", "192.0.2.1")).isInstanceOf(Seat.class);
        Seat second = (Seat) take("alice", "192.0.2.1");
        assertThat(take("alice", "192.0.2.9")).isEqualTo(Limit.CONNECTIONS_PER_USER);
        assertThat(take("bob", "192.0.2.1")).isEqualTo(Limit.CONNECTIONS_PER_ADDRESS);
        assertThat(take("bob", "192.0.2.2")).isInstanceOf(Seat.class);
        assertThat(take("carol", "192.0.2.3")).isEqualTo(Limit.CONNECTIONS);
        assertThat(seats.taken()).isEqualTo(3);

        second.occupy();
        second.leave();
        second.leave();
        assertThat(seats.taken()).isEqualTo(2);
        assertThat(take("carol", "192.0.2.3")).isInstanceOf(Seat.class);
        assertThat(take("dave", "192.0.2.4")).isEqualTo(Limit.CONNECTIONS);
    }

    @Test
    void anAddressWithoutALimitIsNotCounted() {
        List<Object> taken = List.of(take("a", null), take("b", null), take("c", null));

        assertThat(taken).allMatch(Seat.class::isInstance);
        assertThat(seats.remembered()).isEqualTo(3);
    }

    @Test
    void anUpgradeThatFailsGivesBackWhatItTook() {
        Seat seat = (Seat) take("alice", "192.0.2.1");
        seat.giveUp();
        seat.giveUp();

        assertThat(seats.taken()).isZero();
        assertThat(seats.remembered()).isZero();
    }

    /** On a server that does not say that it upgrades, the filter gives up what the endpoint then needs. */
    @Test
    void aSeatThatWasGivenUpTooEarlyIsTakenAgainOrNot() {
        Seat seat = (Seat) take("alice", "192.0.2.1");
        seat.giveUp();
        assertThat(seat.occupy()).isTrue();
        assertThat(seats.taken()).isOne();
        seat.leave();

        Seat late = (Seat) take("alice", "192.0.2.1");
        late.giveUp();
        take("alice", "192.0.2.1");
        take("alice", "192.0.2.1");
        assertThat(late.occupy()).isFalse();
        late.leave();
        assertThat(seats.taken()).isEqualTo(2);
    }

    /** The container lost it between the filter and the endpoint. */
    @Test
    void aConnectionThatNeverBeginsIsForgottenInTime() {
        Seat begun = (Seat) take("alice", "192.0.2.1");
        begun.occupy();
        take("alice", "192.0.2.1");
        assertThat(take("alice", "192.0.2.1")).isEqualTo(Limit.CONNECTIONS_PER_ADDRESS);

        clock.pass(TimeUnit.NANOSECONDS.toMillis(Seats.KEPT_NANOS));
        assertThat(take("alice", "192.0.2.1")).isInstanceOf(Seat.class);
        assertThat(take("alice", "192.0.2.1"))
                .as("the one that has begun stays")
                .isEqualTo(Limit.CONNECTIONS_PER_ADDRESS);
    }

    @Test
    void aHundredThousandAddressesLeaveNothingBehind() {
        Seats many = new Seats(limits(200_000, 200_000, 1), clock);
        List<Seat> taken = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Seat seat = new Seat(many, "user-" + i % 1_000, "address-" + i, clock.currentTimeNanos());
            assertThat(many.take(seat)).isEmpty();
            seat.occupy();
            taken.add(seat);
        }
        assertThat(many.remembered()).isEqualTo(101_000);
        taken.forEach(Seat::leave);

        assertThat(many.remembered()).isZero();
        assertThat(many.taken()).isZero();
    }

    @Test
    void stormsOfComingAndGoingAreCountedExactly() throws Exception {
        int threads = 8;
        Seats contested = new Seats(limits(20, 6, 9), clock);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService storm = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            SplittableRandom random = new SplittableRandom(t);
            done.add(storm.submit(() -> {
                begin.await();
                for (int i = 0; i < 20_000; i++) {
                    Seat seat = new Seat(
                            contested,
                            "user-" + random.nextInt(4),
                            "address-" + random.nextInt(3),
                            clock.currentTimeNanos());
                    if (contested.take(seat).isEmpty()) {
                        assertThat(contested.taken()).isBetween(1, 20);
                        if (random.nextBoolean()) {
                            seat.occupy();
                            seat.leave();
                        }
                        seat.giveUp();
                    }
                }
                return null;
            }));
        }
        begin.countDown();
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
        storm.shutdown();

        assertThat(contested.taken()).isZero();
        assertThat(contested.remembered()).isZero();
    }

    @Test
    void theEntranceCountsAndSaysWhenToComeAgain() {
        Entrance entrance = new Entrance(
                new ClientAddresses(Settings.of(Map.of())),
                new AdmissionSettings(9, 1, 9, 5, 2, 1, 60, 1),
                new Refusals(meters),
                clock);
        ClientAddress client = entrance.addresses().of("192.0.2.1", List.of());
        for (int i = 0; i < 20; i++) {
            assertThat(entrance.knock(client))
                    .as("the burst is ten seconds' worth")
                    .isEmpty();
        }
        Refusal tooOften = entrance.knock(client).orElseThrow();
        assertThat(tooOften.limit()).isEqualTo(Limit.HANDSHAKES_PER_ADDRESS);
        clock.pass(tooOften.retryAfterMillis() - 2);
        assertThat(entrance.knock(client)).isPresent();
        clock.pass(2);
        assertThat(entrance.knock(client)).isEmpty();

        assertThat(entrance.seat(client, "alice", false)).isInstanceOf(Seat.class);
        assertThat(entrance.seat(client, "alice", false))
                .isInstanceOfSatisfying(
                        Refusal.class, full -> assertThat(full.limit()).isEqualTo(Limit.CONNECTIONS_PER_USER));
        assertThat(entrance.seat(client, "bob", true))
                .isInstanceOfSatisfying(
                        Refusal.class, busy -> assertThat(busy.limit()).isEqualTo(Limit.QUEUED_BYTES));
        for (String user : List.of("b", "c", "d")) {
            assertThat(entrance.seat(client, user, false)).isInstanceOf(Seat.class);
        }
        Refusal storm = (Refusal) entrance.seat(client, "e", false);
        assertThat(storm.limit()).isEqualTo(Limit.HANDSHAKES);
        clock.pass(storm.retryAfterMillis());
        assertThat(entrance.seat(client, "e", false)).isInstanceOf(Seat.class);
        for (Limit limit : List.of(Limit.CONNECTIONS_PER_USER, Limit.QUEUED_BYTES, Limit.HANDSHAKES)) {
            assertThat(meters.get("tidings.refused")
                            .tag("reason", limit.reason())
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private Object take(String user, String network) {
        Seat seat = new Seat(seats, user, network, clock.currentTimeNanos());
        return seats.take(seat).<Object>map(limit -> limit).orElse(seat);
    }

    private static AdmissionSettings limits(int all, int perUser, int perAddress) {
        return new AdmissionSettings(all, perUser, perAddress, 1, 1, 1, 1, 1);
    }
}
