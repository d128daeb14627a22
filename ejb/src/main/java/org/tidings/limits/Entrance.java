package org.tidings.limits;

import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import org.tidings.settings.Settings;

/**
 * Decides who may come in just now: first by the address alone, before anything dear is done for it, then by the user and by what
 * the instance bears. Thread-safe; one short lock for the rates of addresses and users.
 *
 * <p>What only an address is known for is taken from that address: whoever has no credentials cannot use up what belongs to
 * those who have.
 */
public final class Entrance {

    /** Nobody knows when one of many connections ends; who is turned away for their number may ask again then. */
    static final long FULL_RETRY_MILLIS = 10_000;

    /** What waits for slow readers is given up within seconds. */
    private static final long OVERLOADED_RETRY_MILLIS = 2_000;

    /** A household or an office comes back all at once when its line does. */
    private static final long BURST_SECONDS = 10;

    private final ClientAddresses addresses;
    private final AdmissionSettings settings;
    private final Refusals refusals;
    private final Seats seats;
    private final TimeMeter clock;
    private final Rate handshakes;
    private final RatePerKey attempts;
    private final RatePerKey calls;
    private final RatePerKey tickets;

    public Entrance(Settings settings, Refusals refusals) {
        this(new ClientAddresses(settings), AdmissionSettings.from(settings), refusals, TimeMeter.SYSTEM_MILLISECONDS);
    }

    Entrance(ClientAddresses addresses, AdmissionSettings settings, Refusals refusals, TimeMeter clock) {
        this.addresses = addresses;
        this.settings = settings;
        this.refusals = refusals;
        this.clock = clock;
        this.seats = new Seats(settings, clock);
        this.handshakes =
                RatePlan.perSecond(settings.handshakesPerSecond()).by(clock).rate();
        this.attempts = perKey(settings.handshakesPerSecondPerAddress());
        this.calls = perKey(settings.apiCallsPerSecondPerUser());
        this.tickets =
                new RatePerKey(RatePlan.perMinute(settings.ticketsPerMinute()).by(clock));
    }

    private RatePerKey perKey(int perSecond) {
        return new RatePerKey(
                RatePlan.perSecond(perSecond, perSecond * BURST_SECONDS).by(clock));
    }

    public ClientAddresses addresses() {
        return addresses;
    }

    public AdmissionSettings settings() {
        return settings;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** A handshake from this address, of which nothing else was looked at yet. Empty where it may go on. */
    public Optional<Refusal> knock(ClientAddress client) {
        if (!client.limited()) {
            return Optional.empty();
        }
        Optional<Refusal> tooOften = attempt(client);
        return tooOften.isEmpty() && seats.isFullFor(client.network())
                ? Optional.of(refused(Limit.CONNECTIONS_PER_ADDRESS, FULL_RETRY_MILLIS))
                : tooOften;
    }

    /** A call of the HTTP API from this address, likewise: a token costs the same there. */
    public Optional<Refusal> attempt(ClientAddress client) {
        return client.limited()
                ? within(attempts.next(client.network()), Limit.HANDSHAKES_PER_ADDRESS)
                : Optional.empty();
    }

    /** A handshake that is good in every respect; the seat is the caller's to give back. */
    public Entry seat(ClientAddress client, String user, boolean overloaded) {
        if (overloaded) {
            return refused(Limit.QUEUED_BYTES, OVERLOADED_RETRY_MILLIS);
        }
        Optional<Refusal> tooMany = within(handshakes.next(), Limit.HANDSHAKES);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Seat seat = new Seat(seats, user, client.limited() ? client.network() : null, clock.currentTimeNanos());
        Optional<Limit> full = seats.take(seat);
        return full.isPresent() ? refused(full.get(), FULL_RETRY_MILLIS) : seat;
    }

    /** A call of the HTTP API by this user. */
    public Optional<Refusal> call(String user) {
        return within(calls.next(user), Limit.API_CALLS_PER_USER);
    }

    /** A ticket for this user. */
    public Optional<Refusal> ticket(String user) {
        return within(tickets.next(user), Limit.TICKETS_PER_USER);
    }

    private Optional<Refusal> within(long waitMillis, Limit limit) {
        return waitMillis == 0 ? Optional.empty() : Optional.of(refused(limit, waitMillis));
    }

    private Refusal refused(Limit limit, long retryAfterMillis) {
        refusals.count(limit);
        return new Refusal(limit, retryAfterMillis);
    }
}
