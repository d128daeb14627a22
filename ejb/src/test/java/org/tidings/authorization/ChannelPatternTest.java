package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pattern that matches more than its author meant gives away channels. */
class ChannelPatternTest {
    @ParameterizedTest
    @CsvSource({
        "orders:eu, orders:eu",
        "orders:*, orders:eu",
        "orders:*, orders:eu:1",
        "orders:eu-*, orders:eu-1",
        "*, orders:eu",
        "*, news",
        "chat:*:typing, chat:7:typing",
        "*:eu, orders:eu",
        "*:*, orders:eu:1",
        "chat:*:room:*, chat:7:room:1:a",
    })
    void matches(String pattern, String channel) {
        assertThat(ChannelPattern.ofToken(pattern).hold(channel, null)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "orders:eu, orders:eu:1",
        "orders:eu, orders:e",
        "orders:eu, Orders:eu",
        "orders:*, orders",
        "orders:*, orders:",
        "orders:*, ordersx:eu",
        "orders:*, x:orders:eu",
        "chat:*:typing, chat::typing",
        "chat:*:typing, chat:7:x:typing",
        "chat:*:typing, chat:7:typing:more",
        "chat:*:typing, chat:7",
        "*:eu, :eu",
        "*:eu, orders:eu:1",
        "or*ders:eu, orders:eu",
        "or*:eu, orders:eu",
        "orders:*x, orders:ax",
        "**, orders:eu",
        "orders:**, orders:eu",
        "orders.eu, orders:eu",
        "'', orders:eu",
    })
    void doesNotMatch(String pattern, String channel) {
        assertThat(ChannelPattern.ofToken(pattern).hold(channel, null)).isFalse();
    }

    @Test
    void manyStarsTakeNoLongerThanTheNameIsLong() {
        String pattern = "*:".repeat(20_000) + "x";
        String channel = "a:".repeat(20_000) + "y";

        Assertions.assertTimeout(Duration.ofSeconds(2), () -> assertThat(
                        ChannelPattern.ofToken(pattern).hold(channel, null))
                .isFalse());
    }
}
