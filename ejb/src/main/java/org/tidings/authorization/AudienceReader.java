package org.tidings.authorization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;

/** Reads the part {@code to} of a rule: whom it concerns. Confined to one thread. */
final class AudienceReader {
    private static final String EVERYONE = "everyone";
    private static final String GRANTED = "granted-by-token";
    private static final Set<String> NAMES = Set.of(EVERYONE, GRANTED);
    private static final Set<String> MEMBERS = Set.of("groups", "claims");

    private final Mistakes mistakes;

    AudienceReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    Audience read(JsonEntry.Members rule, boolean denies) {
        JsonEntry.Member to = rule.byName().get("to");
        if (to == null) {
            mistakes.add(rule.place(), "a rule says to whom it applies: \"to\": \"everyone\", or groups and claims");
        } else if (to.value() instanceof JsonEntry.Text text) {
            return named(text, denies);
        } else if (to.value() instanceof JsonEntry.Members those) {
            return those(those);
        } else {
            mistakes.expected(to.value(), "\"everyone\", \"granted-by-token\" or an object");
        }
        return new Audience.Everyone();
    }

    private Audience named(JsonEntry.Text text, boolean denies) {
        if (text.value().equals(GRANTED)) {
            if (denies) {
                mistakes.add(text.place(), "a token's claim can grant, not deny");
            }
            return new Audience.GrantedByToken();
        }
        if (!text.value().equals(EVERYONE)) {
            mistakes.unknown(text.place(), "audience", text.value(), NAMES);
        }
        return new Audience.Everyone();
    }

    private Audience those(JsonEntry.Members those) {
        if (those.byName().isEmpty()) {
            mistakes.add(those.place(), "groups or claims are expected; for all callers write \"everyone\"");
        }
        Set<String> groups = new HashSet<>();
        Map<ClaimPath, List<String>> claims = new HashMap<>();
        those.byName().forEach((name, member) -> {
            if (name.equals("groups")) {
                TextList.of(member.value(), "a group", mistakes).forEach(group -> groups.add(group.value()));
            } else if (!name.equals("claims")) {
                mistakes.unknown(member.name(), "kind of condition", name, MEMBERS);
            } else if (member.value() instanceof JsonEntry.Members wanted) {
                wanted.byName().forEach((claim, values) -> claims.put(new ClaimPath(claim), wanted(values.value())));
            } else {
                mistakes.expected(member.value(), "an object of claims and their values");
            }
        });
        return new Audience.Those(Set.copyOf(groups), Map.copyOf(claims));
    }

    private List<String> wanted(JsonEntry entry) {
        List<JsonEntry> values = entry instanceof JsonEntry.Elements list ? list.values() : List.of(entry);
        if (values.isEmpty()) {
            mistakes.add(entry.place(), "a value is expected; no claim is in an empty list");
        }
        List<String> wanted = new ArrayList<>();
        for (JsonEntry value : values) {
            if (value instanceof JsonEntry.Text text) {
                wanted.add(text.value());
            } else if (value instanceof JsonEntry.Plain plain) {
                wanted.add(plain.written());
            } else {
                mistakes.expected(value, "a text, a number, true or false");
            }
        }
        return wanted;
    }
}
