package org.tidings.authorization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** Rules as they would be read from a file. */
public final class RuleFiles {
    static final UserChannels NO_INBOXES = new UserChannels(Set.of());

    private RuleFiles() {}

    /** @param rules the elements of the list */
    public static ChannelRules rules(String... rules) {
        return file("{\"rules\": [\n" + String.join(",\n", rules) + "\n]}");
    }

    /** Rules and applications together; verdicts are asked for within a minute, and kept for one. */
    public static AccessControl asking(ChannelRules rules, ChannelAuthorizer... authorizers) {
        Duration minute = Duration.ofMinutes(1);
        return new AccessControl(rules, NO_INBOXES, local(minute, authorizers), null);
    }

    static Applications local(Duration timeout, ChannelAuthorizer... authorizers) {
        return new Applications(Stream.of(authorizers)
                .<Asked>map(each -> new LocalAuthorizer(each, timeout, Duration.ofMinutes(1)))
                .toList());
    }

    static ChannelRules file(String json) {
        try {
            Path file = Files.createTempFile("rules", ".json");
            try {
                Files.writeString(file, json);
                Mistakes mistakes = new Mistakes("rules.json");
                Settings settings = Settings.load(file, mistakes);
                mistakes.refuseAny();
                return ChannelRules.from(settings);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a file, without the file's name. */
    static List<String> mistakes(String json) {
        try {
            file(json);
            return List.of();
        } catch (InvalidSetting refused) {
            return refused.getMessage()
                    .lines()
                    .map(line -> line.replaceFirst("^[^:]*json:", ""))
                    .toList();
        }
    }
}
