package org.tidings.namespace;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** The namespaces that there are, and the options of each. Immutable. */
public final class Namespaces {
    /** Where nothing is declared. */
    public static final Namespaces OPEN = new Namespaces(
            Map.of(NamespaceName.USER, NamespaceOptions.OPEN.named(NamespaceName.USER, InboxOptions.STANDARD)),
            NamespaceOptions.OPEN);

    private final Map<String, NamespaceOptions> declared;
    /** Of channels in a namespace that nobody declared; null where there are no such channels. */
    private final NamespaceOptions others;

    private final Set<String> inboxes;

    Namespaces(Map<String, NamespaceOptions> declared, NamespaceOptions others) {
        this.declared = Map.copyOf(declared);
        this.others = others;
        this.inboxes = declared.entrySet().stream()
                .filter(each -> each.getValue().inbox() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What the configuration file declares; without a file, or without a section in it, every channel is of the open
     * {@code default}. Fails with {@link InvalidSetting} that names every mistake.
     */
    public static Namespaces from(Settings settings) {
        Mistakes mistakes = settings.mistakes();
        Namespaces namespaces = settings.namespaces()
                .map(new NamespacesReader(logs(settings), mistakes)::read)
                .orElse(OPEN);
        mistakes.refuseAny();
        return namespaces;
    }

    /** What is wrong with these is told by whoever opens them. */
    private static Set<String> logs(Settings settings) {
        return settings.logs()
                .filter(JsonEntry.Members.class::isInstance)
                .map(section -> ((JsonEntry.Members) section).byName().keySet())
                .orElse(Set.of());
    }

    /** The options of a channel; empty where its namespace is unknown. */
    public Optional<NamespaceOptions> of(String channel) {
        NamespaceOptions options = declared.get(NamespaceName.of(channel));
        return Optional.ofNullable(options == null ? others : options);
    }

    /** The names of those whose channels are each one user's. */
    public Set<String> inboxes() {
        return inboxes;
    }

    /** Whether any channel has events that nobody keeps. */
    public boolean anyEphemeral() {
        return others != null && others.ephemeral()
                || declared.values().stream().anyMatch(NamespaceOptions::ephemeral);
    }

    /** By name, in order of the names. */
    public Map<String, NamespaceOptions> declared() {
        return new TreeMap<>(declared);
    }
}
