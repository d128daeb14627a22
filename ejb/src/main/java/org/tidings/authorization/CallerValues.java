package org.tidings.authorization;

import java.util.Collection;
import java.util.List;
import org.tidings.authentication.Caller;

/** A caller, seen by patterns. Immutable. */
record CallerValues(Caller caller) {
    Collection<String> of(Variable variable) {
        if (variable instanceof Variable.Claim claim) {
            return claim.path().values(caller);
        }
        return variable instanceof Variable.Group ? caller.getGroups() : List.of(caller.getName());
    }
}
