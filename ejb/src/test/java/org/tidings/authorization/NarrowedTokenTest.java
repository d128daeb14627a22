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
        Authorizer authorizer = AuthorizerProducer.authorizer(Settings.of(Map.of()));

        assertThat(authorizer.allows(Callers.with(ChannelGrants.UNRESTRICTED), action, "news:today"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelIsOpenToATokenThatIsNotNarrowed(ChannelAction action) {
        assertThat(open.allows(Callers.with(ChannelGrants.UNRESTRICTED), action, "news:today"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISH")
    void subscribePatternsCoverAllReading(ChannelAction action) {
        var caller = Callers.with(new ChannelGrants(List.of("orders:*", "news:today"), List.of(), null));

        assertThat(open.allows(caller, action, "orders:eu")).isTrue();
        assertThat(open.allows(caller, action, "news:today")).isTrue();
        assertThat(open.allows(caller, action, "news:yesterday")).isFalse();
    }

    @Test
    void emptyListAllowsNothingAndAnAbsentOneAll() {
        var reader = Callers.with(new ChannelGrants(null, List.of(), null));

        assertThat(open.allows(reader, ChannelAction.SUBSCRIBE, "orders:eu")).isTrue();
        assertThat(open.allows(reader, ChannelAction.PUBLISH, "orders:eu")).isFalse();
    }

    @Test
    void misspeltChoiceIsRefusedAtStart() {
        assertThatThrownBy(() -> authorizer("opened")).isInstanceOf(InvalidSetting.class);
    }

    private static Authorizer authorizer(String channels) {
        return AuthorizerProducer.authorizer(Settings.of(Map.of("tidings.channels", channels)));
    }
}
