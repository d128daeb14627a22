package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.tidings.authentication.Caller;
import org.tidings.authentication.TestIssuer;
import org.tidings.channel.ChannelName;

/**
 * A pattern and, behind a line feed, a channel's name. Names are those of the protocol's page, and a pattern holds what the
 * same pattern as a regular expression matches: a second way to read the rules in {@link ChannelPattern}.
 */
public final class ChannelFuzz {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+(:[A-Za-z0-9._~-]+)*");
    private static final String CALLER = "alice";
    private static final Caller ALICE =
            new TestIssuer().caller(CALLER, Instant.now().plusSeconds(86_400));

    private ChannelFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        String pattern = parts[0];
        String name = parts.length == 1 ? parts[0] : parts[1];

        boolean valid = ChannelName.isValid(name);
        assertThat(valid).isEqualTo(name.length() <= 200 && NAME.matcher(name).matches());

        CallerValues caller = new CallerValues(ALICE);
        Channels granted = ChannelPattern.ofToken(pattern);
        boolean grants = valid && granted.hold(name, caller);
        try {
            ChannelPattern rule = ChannelPattern.ofRule(pattern);
            if (valid && !pattern.contains("{group}") && !pattern.contains("{claim:")) {
                boolean expected = Pattern.matches(regex(pattern), name);
                assertThat(rule.hold(name, caller)).isEqualTo(expected);
                assertThat(grants).isEqualTo(expected && pattern.indexOf('{') < 0);
            }
        } catch (BadPattern declared) {
            assertThat(declared.getMessage()).doesNotContainPattern("\\p{Cc}");
            assertThat(grants).isFalse();
        }
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        String[] parts = pattern.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            regex.append(i == 0 ? "" : ":");
            if (i == parts.length - 1 && part.endsWith("*")) {
                regex.append(Pattern.quote(part.substring(0, part.length() - 1)))
                        .append(".+");
            } else if (part.equals("*")) {
                regex.append("[^:]+");
            } else {
                regex.append(Pattern.quote(part.equals("{sub}") ? CALLER : part));
            }
        }
        return regex.toString();
    }
}
