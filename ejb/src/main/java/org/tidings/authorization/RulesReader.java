package org.tidings.authorization;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidings.namespace.NamespaceName;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistake;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Place;

/** Makes rules of what the configuration file says, and collects what is wrong with them. Confined to one thread. */
final class RulesReader {
    private static final Set<String> MEMBERS = Set.of("name", "allow", "deny", "channels", "namespaces", "to");

    private final Mistakes mistakes;
    private final AudienceReader audiences;
    private final Map<String, Place> titles = new HashMap<>();

    RulesReader(Mistakes mistakes) {
        this.mistakes = mistakes;
        this.audiences = new AudienceReader(mistakes);
    }

    /** The rules, as far as they can be read. */
    List<Rule> read(JsonEntry section) {
        List<Rule> rules = new ArrayList<>();
        if (!(section instanceof JsonEntry.Elements list)) {
            mistakes.expected(section, "a list of rules");
            return rules;
        }
        for (JsonEntry element : list.values()) {
            if (element instanceof JsonEntry.Members rule) {
                rules.add(rule(rule));
            } else {
                mistakes.expected(element, "a rule, an object,");
            }
        }
        return rules;
    }

    private Rule rule(JsonEntry.Members rule) {
        rule.byName().forEach((name, member) -> {
            if (!MEMBERS.contains(name)) {
                mistakes.unknown(member.name(), "part of a rule", name, MEMBERS);
            }
        });
        JsonEntry.Member allow = rule.byName().get("allow");
        JsonEntry.Member deny = rule.byName().get("deny");
        if ((allow == null) == (deny == null)) {
            mistakes.add(rule.place(), "a rule has either \"allow\" or \"deny\"");
        }
        return new Rule(
                new RuleName(rule.place().path(), title(rule), rule.place().line()),
                deny == null,
                actions(deny == null ? allow : deny),
                channels(rule),
                audiences.read(rule, deny != null));
    }

    private String title(JsonEntry.Members rule) {
        JsonEntry.Member member = rule.byName().get("name");
        if (member == null) {
            return null;
        }
        if (!(member.value() instanceof JsonEntry.Text title) || title.value().isBlank()) {
            mistakes.expected(member.value(), "the rule's name, a text,");
            return null;
        }
        Place first = titles.putIfAbsent(title.value(), member.name());
        if (first != null) {
            mistakes.add(member.value().place(), "the rule in line " + first.line() + " has this name too");
        }
        return title.value();
    }

    private Set<ChannelAction> actions(JsonEntry.Member member) {
        Set<ChannelAction> actions = EnumSet.noneOf(ChannelAction.class);
        for (JsonEntry.Text text : texts(member, "an action")) {
            ChannelAction action = ChannelAction.of(text.value());
            if (action == null) {
                mistakes.unknown(text.place(), "action", text.value(), ChannelAction.wireNames());
            } else {
                actions.add(action);
            }
        }
        return actions;
    }

    private List<Channels> channels(JsonEntry.Members rule) {
        JsonEntry.Member patterns = rule.byName().get("channels");
        JsonEntry.Member namespaces = rule.byName().get("namespaces");
        if (patterns == null && namespaces == null) {
            mistakes.add(rule.place(), "a rule has \"channels\" or \"namespaces\"; \"*\" means every channel");
        }
        List<Channels> channels = new ArrayList<>();
        for (JsonEntry.Text text : texts(patterns, "a pattern of channels")) {
            try {
                channels.add(ChannelPattern.ofRule(text.value()));
            } catch (BadPattern meaningless) {
                mistakes.add(text.place(), meaningless.getMessage());
            }
        }
        for (JsonEntry.Text text : texts(namespaces, "a namespace")) {
            if (!NamespaceName.isSegment(text.value())) {
                mistakes.add(
                        text.place(),
                        Mistake.quoted(text.value()) + " is not a namespace: it has letters, digits and ._~-");
            }
            channels.add(new Namespace(text.value()));
        }
        return channels;
    }

    /** One text or a list of them, at least one; nothing, and no mistake, where there is no such member. */
    private List<JsonEntry.Text> texts(JsonEntry.Member member, String what) {
        return member == null ? List.of() : TextList.of(member.value(), what, mistakes);
    }
}
