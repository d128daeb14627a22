package org.tidings.namespace;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The namespaces that hold now: the operator may change the configuration file at any time. Thread-safe. */
public final class CurrentNamespaces {
    private volatile Namespaces namespaces;

    public CurrentNamespaces(Namespaces namespaces) {
        this.namespaces = Objects.requireNonNull(namespaces);
    }

    /** The options of a channel; empty where its namespace is unknown. */
    public Optional<NamespaceOptions> of(String channel) {
        return namespaces.of(channel);
    }

    /** The names of those whose channels are each one user's. */
    public Set<String> inboxes() {
        return namespaces.inboxes();
    }

    /** From now on these hold. */
    public void replace(Namespaces changed) {
        namespaces = Objects.requireNonNull(changed);
    }
}
