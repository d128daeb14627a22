package org.tidings.namespace;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidings.log.LogShard;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.MemberReader;
import org.tidings.settings.Mistakes;

/** Makes namespaces of what the configuration file says, and collects what is wrong with them. Confined to one thread. */
final class NamespacesReader {
    private static final int MAX_PAYLOAD_BYTES = 16 << 20;
    private static final int MAX_PER_SECOND = 1_000_000;
    private static final int MAX_EVENTS = 10_000_000;
    private static final int MAX_DEVICES = 100;
    private static final long MAX_SECONDS = 366L * 24 * 3_600;

    private final Set<String> logs;
    private final Mistakes mistakes;

    /** @param declaredLogs by name, without the main one */
    NamespacesReader(Collection<String> declaredLogs, Mistakes mistakes) {
        this.logs = new TreeSet<>(declaredLogs);
        this.logs.add(LogShard.MAIN);
        this.mistakes = mistakes;
    }

    /** The namespaces, as far as they can be read. */
    Namespaces read(JsonEntry section) {
        Map<String, NamespaceOptions> declared = new HashMap<>();
        NamespaceOptions others = null;
        if (!(section instanceof JsonEntry.Members names)) {
            mistakes.expected(section, "an object with a member for each namespace");
            return new Namespaces(declared, null);
        }
        for (Map.Entry<String, JsonEntry.Member> each : names.byName().entrySet()) {
            String name = each.getKey();
            if (!NamespaceName.isSegment(name)) {
                mistakes.add(each.getValue().name(), "a namespace is named with letters, digits and ._~-");
            }
            if (!(each.getValue().value() instanceof JsonEntry.Members members)) {
                mistakes.expected(each.getValue().value(), "an object with the namespace's options");
                continue;
            }
            MemberReader reader = new MemberReader(members, "option of a namespace", mistakes);
            if (name.equalsIgnoreCase(NamespaceName.USER) && !name.equals(NamespaceName.USER)) {
                mistakes.add(
                        each.getValue().name(),
                        "it could be taken for \"" + NamespaceName.USER + "\": choose another name");
            }
            boolean open = name.equals(NamespaceName.DEFAULT) && reader.flag("open", false);
            NamespaceOptions options = options(name, reader);
            if (name.equals(NamespaceName.DEFAULT) && options.inbox() != null) {
                mistakes.add(each.getValue().name(), "the default namespace has channels that are nobody's inbox");
            }
            if (options.lastValue() && (options.inbox() != null || name.equals(NamespaceName.USER))) {
                mistakes.add(
                        each.getValue().name(),
                        "\"last-value\" goes with no user's channels: kept beside others', it could not be erased");
            }
            declared.put(name, options);
            others = open ? options : others;
        }
        return new Namespaces(declared, others);
    }

    private NamespaceOptions options(String name, MemberReader reader) {
        Durability durability =
                reader.oneOf("durability", List.of(Durability.values()), Durability::written, Durability.DURABLE);
        boolean ephemeral = durability == Durability.EPHEMERAL;
        if (ephemeral) {
            for (String kept : List.of("history", "last-value", "log")) {
                if (reader.has(kept)) {
                    mistakes.add(reader.place(), "\"" + kept + "\" has no meaning where events are ephemeral");
                }
            }
        }
        SlowPolicy slow = slow(reader, ephemeral);
        PresenceMode presence =
                reader.oneOf("presence", List.of(PresenceMode.values()), PresenceMode::written, PresenceMode.OFF);
        boolean joinLeave = reader.flag("join-leave", presence == PresenceMode.MEMBERS);
        if (joinLeave && presence != PresenceMode.MEMBERS) {
            mistakes.add(reader.place(), "\"join-leave\" needs \"presence\": \"members\"");
        }
        InboxOptions inbox = inbox(reader, ephemeral);
        NamespaceOptions options = new NamespaceOptions(
                name,
                durability,
                ephemeral ? HistoryBound.NONE : history(reader),
                presence,
                joinLeave,
                slow,
                conflateBy(reader, slow),
                reader.flag("last-value", false),
                reader.value("schema")
                        .flatMap(schema -> PayloadSchema.read(schema, mistakes))
                        .orElse(null),
                (int) reader.number("max-payload-bytes", MAX_PAYLOAD_BYTES, 1, MAX_PAYLOAD_BYTES),
                (int) reader.number("publish-per-second", 0, 1, MAX_PER_SECOND),
                reader.flag("patterns", false),
                reader.flag("priority", true),
                reader.flag("deadline", true),
                log(reader),
                inbox);
        reader.refuseOthers();
        return options;
    }

    private SlowPolicy slow(MemberReader reader, boolean ephemeral) {
        List<SlowPolicy> possible = Arrays.stream(SlowPolicy.values())
                .filter(policy -> !ephemeral || policy != SlowPolicy.CATCH_UP)
                .toList();
        return reader.oneOf("slow", possible, SlowPolicy::written, ephemeral ? SlowPolicy.DROP : SlowPolicy.CATCH_UP);
    }

    private String conflateBy(MemberReader reader, SlowPolicy slow) {
        String header = reader.text("conflate-by", "the name of a header")
                .map(JsonEntry.Text::value)
                .orElse(null);
        if ((slow == SlowPolicy.CONFLATE) != (header != null)) {
            mistakes.add(
                    reader.place(),
                    "\"slow\": \"conflate\" and \"conflate-by\", the header that says what replaces what, go together");
        }
        return header;
    }

    private InboxOptions inbox(MemberReader options, boolean ephemeral) {
        if (ephemeral && options.has("inbox")) {
            mistakes.add(options.place(), "\"inbox\" has no meaning where events are ephemeral");
        }
        if (options.value("inbox").filter(JsonEntry.Plain.class::isInstance).isPresent()) {
            return options.flag("inbox", false) ? InboxOptions.STANDARD : null;
        }
        return options.object("inbox", "part of \"inbox\"")
                .map(reader -> {
                    InboxOptions inbox = new InboxOptions(
                            (int) reader.number("devices", InboxOptions.STANDARD.devices(), 1, MAX_DEVICES),
                            reader.number("mark-seconds", InboxOptions.STANDARD.markSeconds(), 60, MAX_SECONDS));
                    reader.refuseOthers();
                    return inbox;
                })
                .orElse(null);
    }

    private String log(MemberReader reader) {
        return reader.text("log", "the name of a log")
                .map(written -> {
                    if (!logs.contains(written.value())) {
                        mistakes.unknown(written.place(), "log", written.value(), logs);
                    }
                    return written.value();
                })
                .orElse(LogShard.MAIN);
    }

    private HistoryBound history(MemberReader options) {
        return options.object("history", "part of \"history\"")
                .map(reader -> {
                    HistoryBound bound = new HistoryBound(
                            (int) reader.number("count", HistoryBound.RETAINED.events(), 0, MAX_EVENTS),
                            reader.number("seconds", HistoryBound.RETAINED.seconds(), 0, MAX_SECONDS));
                    reader.refuseOthers();
                    return bound;
                })
                .orElse(HistoryBound.RETAINED);
    }
}
