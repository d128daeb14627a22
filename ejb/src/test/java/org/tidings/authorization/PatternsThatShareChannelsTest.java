package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscription to a pattern of which its caller may hear some channels must not be refused; one of which none, should be. */
class PatternsThatShareChannelsTest {

    private static ChannelPattern pattern(String text) {
        return ChannelPattern.ofSubscription(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders:*", "orders:eu-*", "orders:*:new", "orders:eu:*:x:*"})
    void isAPattern(String text) {
        assertThat(ChannelPattern.ofSubscription(text)).isPresent();
    }

    /** Without a namespace of its own it would be of all, with options that nobody has declared. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "orders",
                "orders:eu",
                "or*",
                "*:eu",
                "**",
                "orders:**",
                "orders:{sub}:*",
                "orders::*",
                "o:*x:y"
            })
    void isNone(String text) {
        assertThat(ChannelPattern.ofSubscription(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "orders:*, orders:*, true",
        "orders:*, orders:eu:*, true",
        "orders:eu:*, orders:us:*, false",
        "orders:eu-*, orders:eu, false",
        "orders:eu-*, orders:eu-1, true",
        "orders:eu-*, orders:e*, true",
        "orders:*:new, orders:eu:*, true",
        "orders:*:new, orders:eu:old, false",
        "orders:*, orders, false",
        "orders:*, news:*, false",
        "orders:*, *, true"
    })
    void sharesAChannelWithARule(String subscribed, String ruled, boolean shares) throws BadPattern {
        assertThat(ChannelPattern.ofRule(ruled).mayShare(pattern(subscribed), null))
                .isEqualTo(shares);
        assertThat(pattern(subscribed).mayShare(ChannelPattern.ofRule(ruled), null))
                .isEqualTo(shares);
    }

    @Test
    void neverSaysNoWhereAChannelIsInBoth() throws BadPattern {
        List<String> names = joined(List.of("a", "ab", "b", "abc"));
        List<String> texts = joined(List.of("a", "ab", "*"));
        texts.addAll(List.of("a*", "a:a*", "a:*:a*", "ab:a*", "a:b*", "a:ab*"));
        for (String one : texts) {
            ChannelPattern rule = ChannelPattern.ofRule(one);
            for (String other : texts) {
                Optional<ChannelPattern> subscribed = ChannelPattern.ofSubscription(other);
                if (subscribed.isPresent() && !rule.mayShare(subscribed.get(), null)) {
                    assertThat(names)
                            .as(one + " and " + other)
                            .noneMatch(name ->
                                    rule.hold(name, null) && subscribed.get().holds(name));
                }
            }
        }
    }

    /** Of one to three segments. */
    private static List<String> joined(List<String> segments) {
        List<String> all = new ArrayList<>(segments);
        for (int i = 0; i < all.size(); i++) {
            String begun = all.get(i);
            if (begun.chars().filter(c -> c == ':').count() < 2) {
                segments.forEach(next -> all.add(begun + ":" + next));
            }
        }
        return all;
    }
}
