package org.tidings.authorization;

import java.util.Objects;

/** The rules that hold now. Thread-safe. */
public final class AccessControl {
    private volatile Authorizer rules;

    public AccessControl(Authorizer rules) {
        this.rules = Objects.requireNonNull(rules);
    }

    public Authorizer rules() {
        return rules;
    }

    /** From now on these decide. What was allowed before must be asked again by whoever remembers it. */
    public void replace(Authorizer newRules) {
        rules = Objects.requireNonNull(newRules);
    }
}
