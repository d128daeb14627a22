package org.tidings.limits;

import io.github.bucket4j.TimeMeter;
import org.tidings.settings.Settings;

/** The limits on requests: what is the same for all connections of an instance. Thread-safe. */
public final class RequestLimits {

    private final RequestSettings settings;
    private final Refusals refusals;
    private final UserRates users;
    private final Plans plans;
    private final ChannelRates channels;

    /** How often a connection may do what. */
    record Plans(RatePlan publishes, RatePlan requests, RatePlan pings, RatePlan tokens, RatePlan refusals) {}

    public RequestLimits(Settings settings, Refusals refusals) {
        this(RequestSettings.from(settings), refusals, TimeMeter.SYSTEM_MILLISECONDS);
    }

    RequestLimits(RequestSettings settings, Refusals refusals, TimeMeter clock) {
        this.settings = settings;
        this.refusals = refusals;
        this.users = new UserRates(
                RatePlan.perSecond(settings.publishPerSecondPerUser()).by(clock));
        this.channels = new ChannelRates(clock);
        this.plans = new Plans(
                RatePlan.perSecond(settings.publishPerSecond()).by(clock),
                RatePlan.perSecond(settings.requestsPerSecond(), settings.requestBurst())
                        .by(clock),
                RatePlan.perMinute(settings.pingsPerMinute()).by(clock),
                RatePlan.perMinute(settings.tokensPerMinute()).by(clock),
                RatePlan.perMinute(settings.maxRefusalsPerMinute()).by(clock));
    }

    /** The limits of a connection that begins; it must {@link SessionLimits#leave}. */
    public SessionLimits enter(String user) {
        return new SessionLimits(this, users.enter(user));
    }

    public RequestSettings settings() {
        return settings;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** The rates that all instances share. */
    public UserRates users() {
        return users;
    }

    /** The rates of channels, which all instances share too. */
    public ChannelRates channels() {
        return channels;
    }

    Plans plans() {
        return plans;
    }
}
