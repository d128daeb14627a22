package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders:eu", "orders:eu:berlin", "A-Z._~9:x", "..:.."})
    void accepts(String name) {
        assertThat(ChannelName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                ":",
                "a:",
                ":a",
                "a::b",
                "a b",
                "a/b",
                "a*",
                "a\n",
                "ä",
                "a\u0000",
                "\u0430",
                "a%3A",
                "a,b",
                "a#",
                "../a",
                "a:..\\b",
                "a:%2e%2e",
                "*",
                "a:*",
                "#",
                "a:#",
                ">",
                "a.>",
                "log.0::log-0",
                "a' OR '1'='1", // other languages
                "a:{sub}",
                "a\r\nINFO b",
                "a\u001B[2J",
                "a\u007F",
                "a\u0085",
                "a\u009B2J",
                "a\u2028b",
                "a\u202Eb", // lines, terminals
                "\uFF41",
                "a\uFF1Ab",
                "e\u0301",
                "\u00e9",
                "a\u200B",
                "\uFEFFa",
                "\u017F",
                "\u212A" // other letters that look, or fold, alike
            })
    void refuses(String name) {
        assertThat(ChannelName.isValid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 100_000})
    void refusesLongNames(int length) {
        assertThat(ChannelName.isValid("a".repeat(length))).isFalse();
        assertThat(ChannelName.isValid("a".repeat(200))).isTrue();
    }
}
