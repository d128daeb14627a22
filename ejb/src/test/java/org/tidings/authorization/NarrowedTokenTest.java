package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidings.authentication.Callers;
import org.tidings.authentication.ChannelGrants;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** A token that was made for few channels reaches others, or an instance without rules is open. */
class NarrowedTokenTest {
    private final Authorizer open = authorizer("open");

    @ParameterizedTest
    @EnumSource
    void nothingIsAllowedWhereNothingIsConfigured(ChannelAction action) {
        Authorizer authorizer = ChannelRules.from(Settings.of(Map.of()));

        assertThat(authorizer
                        .decide(Callers.with(ChannelGrants.UNRESTRICTED), action, "news:today")
                        .allowed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelIsOpenToATokenThatIsNotNarrowed(ChannelAction action) {
        assertThat(open.decide(Callers.with(ChannelGrants.UNRESTRICTED), action, "news:today")
                        .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISH")
    void subscribePatternsCoverAllReading(ChannelAction action) {
        var caller = Callers.with(new ChannelGrants(List.of("orders:*", "news:today"), List.of(), null));

        assertThat(open.decide(caller, action, "orders:eu").allowed()).isTrue();
        assertThat(open.decide(caller, action, "news:today").allowed()).isTrue();
        assertThat(open.decide(caller, action, "news:yesterday").allowed()).isFalse();
    }

    @Test
    void emptyListAllowsNothingAndAnAbsentOneAll() {
        var reader = Callers.with(new ChannelGrants(null, List.of(), null));

        assertThat(open.decide(reader, ChannelAction.SUBSCRIBE, "orders:eu").allowed())
                .isTrue();
        assertThat(open.decide(reader, ChannelAction.PUBLISH, "orders:eu").allowed())
                .isFalse();
    }

    @Test
    void misspeltChoiceIsRefusedAtStart() {
        assertThatThrownBy(() -> authorizer("opened")).isInstanceOf(InvalidSetting.class);
    }

    private static Authorizer authorizer(String channels) {
        return ChannelRules.from(Settings.of(Map.of("tidings.channels", channels)));
    }
}
