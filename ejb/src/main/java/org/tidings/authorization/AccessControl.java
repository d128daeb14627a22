package org.tidings.authorization;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.tidings.ask.Questions;
import org.tidings.authentication.Caller;
import org.tidings.authorization.Decision.Ground;

/**
 * The rules that hold now, and the applications that are asked beside them; behind both the rule that {@link UserChannels} are read
 * by their user alone, which none of them can go around. Thread-safe.
 */
public final class AccessControl {
    private final Applications applications;
    /** Null where none lives behind the broker. */
    private final RemoteAuthorizer remote;

    private volatile GuardedRules rules;

    /** Rules alone, and no inboxes. */
    public AccessControl(Authorizer rules) {
        this(rules, new UserChannels(Set.of()), new Applications(List.of()), null);
    }

    /** @param remote null, or one of the applications */
    AccessControl(Authorizer rules, UserChannels users, Applications applications, RemoteAuthorizer remote) {
        this.rules = new GuardedRules(users, Objects.requireNonNull(rules));
        this.applications = applications;
        this.remote = remote;
    }

    /** With the built-in one before them. */
    public Authorizer rules() {
        return rules;
    }

    /** From now on these decide, behind the built-in one as it is. */
    public void replace(Authorizer newRules) {
        replace(newRules, rules.users());
    }

    /** From now on these decide. What was allowed before must be asked again by whoever remembers it. */
    public void replace(Authorizer newRules, UserChannels users) {
        rules = new GuardedRules(users, Objects.requireNonNull(newRules));
        forget(null);
    }

    /** The application behind the broker, where there is one, is asked this way from now on. */
    public void connect(Questions questions) {
        if (remote != null) {
            remote.connect(questions);
        }
    }

    /** Applications in this process are called on these threads from now on; until then, on the thread that asks. */
    public void callOn(Executor threads) {
        applications.callOn(threads);
    }

    /** What an application said about a user is asked again. @param user by name or {@code sub}; null for all */
    public void forget(String user) {
        if (remote != null) {
            remote.forget(user);
        }
    }

    /** Whether a decision may take time. Without, {@link #rules()} decides alone and at once. */
    public boolean asksApplications() {
        return applications.any();
    }

    /** What rules and token decide whatever an application says: a no. Null where that is not so. */
    public Decision settled(Caller caller, ChannelAction action, String channel) {
        Decision byRules = rules.decide(caller, action, channel);
        if (byRules.ground() == Ground.RULE_DENIES || byRules.ground() == Ground.TOKEN_EXCLUDES) {
            return byRules;
        }
        return !byRules.allowed() && TokenClaim.of(caller, action).excludes(channel)
                ? new Decision(Ground.TOKEN_EXCLUDES, null)
                : null;
    }

    /** Asks rules and applications. Never fails: where one does not answer, the decision is no. */
    public CompletionStage<Decision> decide(Caller caller, ChannelAction action, String channel) {
        Decision settled = settled(caller, action, channel);
        if (settled != null) {
            return CompletableFuture.completedFuture(settled);
        }
        Decision byRules = rules.decide(caller, action, channel);
        return applications.any()
                ? applications
                        .ask(new ChannelRequest(caller, action, channel))
                        .thenApply(said -> combined(byRules, said))
                : CompletableFuture.completedFuture(byRules);
    }

    private static Decision combined(Decision byRules, Said said) {
        if (said.verdict() == null) {
            return new Decision(Ground.NO_VERDICT, null, said);
        }
        return switch (said.verdict()) {
            case VETO -> new Decision(Ground.APPLICATION_VETOES, null, said);
            case ABSTAIN -> new Decision(byRules.ground(), byRules.rule(), said);
            case ALLOW ->
                byRules.allowed()
                        ? new Decision(byRules.ground(), byRules.rule(), said)
                        : new Decision(Ground.APPLICATION_ALLOWS, null, said);
        };
    }
}
