package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** A client that says where it is chooses whose limits it uses up. */
class ForgedClientAddressTest {

    private final ClientAddresses nobodyTrusted = new ClientAddresses(Settings.of(Map.of()));
    private final ClientAddresses behindProxies = new ClientAddresses(
            Settings.of(Map.of("tidings.trusted-proxies", "10.0.0.0/8, 127.0.0.1, 2001:db8:ffff::/48")));
    private final ClientAddresses forwarded = new ClientAddresses(
            Settings.of(Map.of("tidings.trusted-proxies", "10.0.0.0/8", "tidings.forwarded-header", "forwarded")));

    @Test
    void aHeaderOfAStrangerCountsForNothing() {
        assertThat(nobodyTrusted.of("203.0.113.9", List.of("192.0.2.1")).address())
                .isEqualTo("203.0.113.9");
        assertThat(behindProxies.of("203.0.113.9", List.of("192.0.2.1")).address())
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 198.51.100.7",
                "6.6.6.6, 198.51.100.7 | 198.51.100.7",
                "127.0.0.1, 198.51.100.7 | 198.51.100.7",
                "198.51.100.7, 10.2.3.4 | 198.51.100.7",
                "6.6.6.6, 198.51.100.7, 10.9.9.9, 10.2.3.4 | 198.51.100.7",
                "198.51.100.7:5678 | 198.51.100.7",
                "2001:db8:1:2:3:4:5:6 | 2001:db8:1:2:3:4:5:6",
                "[2001:db8:1:2:3:4:5:6]:443 | 2001:db8:1:2:3:4:5:6",
                "::ffff:198.51.100.7 | 198.51.100.7",
                "198.51.100.7, 2001:db8:ffff::1 | 198.51.100.7",
                "10.7.7.7 | 10.7.7.7",
            })
    void theFirstFromTheRightThatIsNoProxyIsTheClient(String header, String client) {
        assertThat(behindProxies.of("10.0.0.1", List.of(header)).address()).isEqualTo(inFull(client));
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(behindProxies
                        .of("10.0.0.1", List.of("6.6.6.6", "198.51.100.7, 10.1.1.1"))
                        .address())
                .isEqualTo("198.51.100.7");
    }

    /** Then the last one that is known takes the blame: whoever is behind it could be anyone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "evil.example",
                "198.51.100.7.evil.example",
                "198.51.100.256",
                "198.51.100",
                "0x7f.1",
                "2130706433",
                "2001:db8:::1",
                "[2001:db8::1",
                "<script>",
                "198.51.100.7 198.51.100.8",
            })
    void whatIsNoAddressEndsTheSearch(String last) {
        assertThat(behindProxies.of("10.0.0.1", List.of("6.6.6.6, " + last)).address())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.7 | 198.51.100.7",
                "For=\"198.51.100.7:4711\";proto=https;by=10.0.0.1 | 198.51.100.7",
                "proto=https;for=\"[2001:db8:1::2]:4711\" | 2001:db8:1::2",
                "for=6.6.6.6, for=198.51.100.7;host=\"a\" | 198.51.100.7",
                "for=\"6.6.6.6, for=198.51.100.7 | 198.51.100.7",
                "for=\"\\\", for=198.51.100.7, for=10.3.3.3 | 198.51.100.7",
            })
    void theStandardHeaderIsReadLikewise(String header, String client) {
        assertThat(forwarded.of("10.0.0.1", List.of(header)).address()).isEqualTo(inFull(client));
    }

    /** A proxy that writes the one header hands on the other as the client sent it. */
    @Test
    void onlyTheHeaderThatTheProxyWritesIsLookedAt() {
        assertThat(behindProxies.header()).isEqualTo("x-forwarded-for");
        assertThat(forwarded.header()).isEqualTo("forwarded");
    }

    /** A subscriber of one line has 2^64 addresses. */
    @Test
    void addressesOfOneLineCountAsOne() {
        String one = nobodyTrusted.of("2001:db8:1:2:aaaa::1", List.of()).network();

        assertThat(nobodyTrusted.of("2001:db8:1:2:ffff:1:2:3", List.of()).network())
                .isEqualTo(one)
                .endsWith("/64");
        assertThat(nobodyTrusted.of("2001:db8:1:3::1", List.of()).network()).isNotEqualTo(one);
        assertThat(nobodyTrusted.of("fe80::1%eth0", List.of()).network())
                .isEqualTo(nobodyTrusted.of("fe80::2", List.of()).network());
    }

    @Test
    void theMachineItselfIsNotLimitedUnlessToldSo() {
        assertThat(nobodyTrusted.of("127.0.0.1", List.of()).limited()).isFalse();
        assertThat(nobodyTrusted.of("0:0:0:0:0:0:0:1", List.of()).limited()).isFalse();
        assertThat(nobodyTrusted.of("203.0.113.9", List.of()).limited()).isTrue();
        assertThat(new ClientAddresses(Settings.of(Map.of("tidings.unlimited-addresses", "none")))
                        .of("127.0.0.1", List.of())
                        .limited())
                .isTrue();
    }

    /** A proxy on the same machine is trusted to say so, and then its clients are limited. */
    @Test
    void whoComesThroughTheMachinesOwnProxyIsLimited() {
        assertThat(behindProxies.of("127.0.0.1", List.of("198.51.100.7")).limited())
                .isTrue();
        assertThat(nobodyTrusted.isForgotten("127.0.0.1", List.of("198.51.100.7")))
                .isTrue();
        assertThat(behindProxies.isForgotten("127.0.0.1", List.of("198.51.100.7")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0/8", "::/129", "proxy.example", "10.0.0.1/", "10.0.0.1/-1", "none,::1"})
    void aListThatHoldsNoAddressStopsTheStart(String list) {
        assertThatThrownBy(() -> new ClientAddresses(Settings.of(Map.of("tidings.trusted-proxies", list))))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("tidings.trusted-proxies")
                .hasMessageContaining("10.0.0.0/8");
    }

    private static String inFull(String address) {
        return AddressRange.address(address).orElseThrow().getHostAddress();
    }
}
