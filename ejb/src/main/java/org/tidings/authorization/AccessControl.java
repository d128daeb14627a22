package org.tidings.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tidings.authentication.Caller;
import org.tidings.authorization.ChannelAuthorizer.Verdict;
import org.tidings.authorization.Decision.Ground;

/** The rules that hold now, and the applications that are asked beside them. Thread-safe. */
public final class AccessControl {
    private final Applications applications;
    private volatile Authorizer rules;

    /** Rules alone. */
    public AccessControl(Authorizer rules) {
        this(rules, new Applications(List.of(), Duration.ZERO, Duration.ZERO));
    }

    AccessControl(Authorizer rules, Applications applications) {
        this.rules = Objects.requireNonNull(rules);
        this.applications = applications;
    }

    public Authorizer rules() {
        return rules;
    }

    /** From now on these decide. What was allowed before must be asked again by whoever remembers it. */
    public void replace(Authorizer newRules) {
        rules = Objects.requireNonNull(newRules);
    }

    /** Whether a decision may take time. Without, {@link #rules()} decides alone and at once. */
    public boolean asksApplications() {
        return applications.any();
    }

    /** How long a decision may be remembered that an application took part in. */
    public Duration keep() {
        return applications.keep();
    }

    /** Asks rules and applications. Never fails: where one does not answer, the decision is no. */
    public CompletionStage<Decision> decide(Caller caller, ChannelAction action, String channel) {
        Decision byRules = rules.decide(caller, action, channel);
        boolean settled = byRules.ground() == Ground.RULE_DENIES || byRules.ground() == Ground.TOKEN_EXCLUDES;
        if (settled || !applications.any()) {
            return CompletableFuture.completedFuture(byRules);
        }
        return applications
                .ask(new ChannelRequest(caller, action, channel))
                .thenApply(verdict -> combined(byRules, verdict, caller, action, channel));
    }

    private static Decision combined(
            Decision byRules, Verdict verdict, Caller caller, ChannelAction action, String channel) {
        if (verdict == Verdict.VETO) {
            return new Decision(Ground.APPLICATION_VETOES, null);
        }
        if (byRules.allowed() || verdict == Verdict.ABSTAIN) {
            return byRules;
        }
        return TokenClaim.of(caller, action).excludes(channel)
                ? new Decision(Ground.TOKEN_EXCLUDES, null)
                : new Decision(Ground.APPLICATION_ALLOWS, null);
    }
}
