package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.authentication.Caller;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenRejected;
import org.tidings.instance.Readiness;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.limits.Limit;
import org.tidings.limits.Refusals;
import org.tidings.settings.Settings;
import org.tidings.web.admission.OneToken;

/** A handshake is admitted that must not be, or refused with the wrong verdict: clients act on it. */
class HandshakeRefusalTest {
    private static final String PAGE = "https://app.example.com";

    private static final String TICKET = "t-1";

    private final SwitchedReadiness readiness = new SwitchedReadiness();
    private final Entrance entrance = new Entrance(Settings.of(Map.of()), new Refusals(new SimpleMeterRegistry()));
    private final ClientAddress client = entrance.addresses().of("192.0.2.7", List.of());
    private final HandshakePolicy policy = new HandshakePolicy(
            new OriginPolicy(Settings.of(Map.of("tidings.allowed-origins", PAGE))),
            OneToken.verifier(),
            this::redeem,
            readiness,
            entrance);

    @Test
    void admitsTheHeaderWithoutAnOrigin() {
        assertThat(admitted(offer -> offer.authorizations.add("Bearer " + OneToken.TEXT)))
                .isEqualTo("alice");
    }

    @Test
    void admitsTheHeaderWithAnAllowedOrigin() {
        assertThat(admitted(offer -> {
                    offer.authorizations.add("bearer " + OneToken.TEXT);
                    offer.origins.add(PAGE);
                }))
                .isEqualTo("alice");
    }

    @Test
    void admitsTheListOfSubprotocolsWithAnAllowedOrigin() {
        assertThat(admitted(HandshakeRefusalTest::fromBrowser)).isEqualTo("alice");
    }

    @Test
    void admitsOneKnownSubprotocolAmongOthers() {
        assertThat(admitted(offer -> {
                    fromBrowser(offer);
                    offer.protocols.addAll(List.of("tidings.v2.json", "tidings.v1.json"));
                }))
                .isEqualTo("alice");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("no upgrade", HandshakeRefusal.NOT_AN_UPGRADE, offer -> offer.upgrade.clear()),
                refused("another upgrade", HandshakeRefusal.NOT_AN_UPGRADE, offer -> offer.upgrade.set(0, "h2c")),
                refused("no connection token", HandshakeRefusal.NOT_AN_UPGRADE, offer -> offer.connection.clear()),
                refused("POST", HandshakeRefusal.NOT_AN_UPGRADE, offer -> offer.method = "POST"),
                refused("version 8", HandshakeRefusal.UNKNOWN_VERSION, offer -> offer.versions.set(0, "8")),
                refused("no version", HandshakeRefusal.UNKNOWN_VERSION, offer -> offer.versions.clear()),
                refused("two versions", HandshakeRefusal.UNKNOWN_VERSION, offer -> offer.versions.add("13")),
                refused("foreign origin", HandshakeRefusal.BAD_ORIGIN, offer -> offer.origins.set(0, "https://evil")),
                refused("origin null", HandshakeRefusal.BAD_ORIGIN, offer -> offer.origins.set(0, "null")),
                refused("two origins", HandshakeRefusal.BAD_ORIGIN, offer -> offer.origins.add(PAGE)),
                refused("empty origin", HandshakeRefusal.BAD_ORIGIN, offer -> offer.origins.set(0, "")),
                refused("browser's token, no origin", HandshakeRefusal.BAD_ORIGIN, offer -> offer.origins.clear()),
                refused("no token", HandshakeRefusal.UNAUTHENTICATED, offer -> offer.protocols.remove(1)),
                refused("no token, no origin", HandshakeRefusal.UNAUTHENTICATED, offer -> {
                    offer.protocols.clear();
                    offer.origins.clear();
                }),
                refused("empty token", HandshakeRefusal.UNAUTHENTICATED, offer -> offer.protocols.set(1, "bearer.")),
                refused(
                        "cut token",
                        HandshakeRefusal.UNAUTHENTICATED,
                        offer -> offer.protocols.set(1, "bearer." + OneToken.TEXT.substring(0, 40))),
                refused("Basic", HandshakeRefusal.UNAUTHENTICATED, offer -> {
                    offer.protocols.remove(1);
                    offer.authorizations.add("Basic YWxpY2U6c2VjcmV0");
                }),
                refused(
                        "two tokens in the list",
                        HandshakeRefusal.UNAUTHENTICATED,
                        offer -> offer.protocols.add("bearer." + OneToken.TEXT)),
                refused(
                        "a token in list and header",
                        HandshakeRefusal.UNAUTHENTICATED,
                        offer -> offer.authorizations.add("Bearer " + OneToken.TEXT)),
                refused("two headers", HandshakeRefusal.UNAUTHENTICATED, offer -> {
                    offer.protocols.remove(1);
                    offer.authorizations.addAll(List.of("Bearer " + OneToken.TEXT, "Bearer " + OneToken.TEXT));
                }),
                refused(
                        "unknown subprotocol",
                        HandshakeRefusal.UNKNOWN_SUBPROTOCOL,
                        offer -> offer.protocols.set(0, "tidings.v2.json")),
                refused(
                        "other case",
                        HandshakeRefusal.UNKNOWN_SUBPROTOCOL,
                        offer -> offer.protocols.set(0, "Tidings.v1.json")),
                refused("no key", HandshakeRefusal.MALFORMED, offer -> offer.keys.clear()),
                refused("short key", HandshakeRefusal.MALFORMED, offer -> offer.keys.set(0, "AAAA")),
                refused("key no Base64", HandshakeRefusal.MALFORMED, offer -> offer.keys.set(0, "*".repeat(24))),
                refused("two keys", HandshakeRefusal.MALFORMED, offer -> offer.keys.add(offer.keys.get(0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesABrowsersHandshakeWith(String hazard, HandshakeRefusal expected, Consumer<Offer> change) {
        assertThat(refusal(offer -> {
                    fromBrowser(offer);
                    change.accept(offer);
                }))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=x",
                "access_token=x",
                "ACCESS_TOKEN=x",
                "a=1&jwt=x",
                "id_token",
                "authorization=Bearer%20x",
                "q=eyJhbGciOiJFUzI1NiJ9.e30.x",
                "q=Bearer+eyJhbGciOiJFUzI1NiJ9.e30.x"
            })
    void refusesATokenInTheAddressEvenBesideAGoodOne(String query) {
        assertThat(refusal(offer -> {
                    fromBrowser(offer);
                    offer.query = query;
                }))
                .isEqualTo(HandshakeRefusal.UNAUTHENTICATED);
    }

    @Test
    void aQueryWithoutATokenHarmsNothing() {
        assertThat(admitted(offer -> {
                    fromBrowser(offer);
                    offer.query = "region=eu&tokens=3";
                }))
                .isEqualTo("alice");
    }

    @Test
    void aDrainingInstanceSaysSoBeforeItJudgesTheToken() {
        readiness.draining = true;

        assertThat(refusal(offer -> offer.authorizations.add("Bearer bad"))).isEqualTo(HandshakeRefusal.DRAINING);
    }

    @Test
    void anInstanceThatNeverWasReadyTakesNobody() {
        readiness.obstacles = List.of("the log is not read yet");

        assertThat(refusal(HandshakeRefusalTest::fromBrowser)).isEqualTo(HandshakeRefusal.NOT_READY);
    }

    /** History can be read without the broker, and a wave of 503 would send every client elsewhere at once. */
    @Test
    void anInstanceThatLostItsBrokerGoesOnTakingConnections() {
        admitted(HandshakeRefusalTest::fromBrowser);
        readiness.obstacles = List.of("the broker is away");

        assertThat(admitted(HandshakeRefusalTest::fromBrowser)).isEqualTo("alice");
    }

    @Test
    void admitsOneTicketFromAnAllowedPage() {
        assertThat(admitted(offer -> {
                    offer.origins.add(PAGE);
                    offer.query = "ticket=" + TICKET;
                }))
                .isEqualTo("alice");
    }

    /** Two credentials are none: two readers might each believe another one. And a ticket is a browser's. */
    @Test
    void refusesATicketBesideAnythingElse() {
        assertThat(refusal(offer -> {
                    offer.origins.add(PAGE);
                    offer.query = "ticket=" + TICKET + "&ticket=" + TICKET;
                }))
                .isEqualTo(HandshakeRefusal.UNAUTHENTICATED);
        assertThat(refusal(offer -> {
                    offer.query = "ticket=" + TICKET;
                    offer.authorizations.add("Bearer " + OneToken.TEXT);
                }))
                .isIn(HandshakeRefusal.UNAUTHENTICATED, HandshakeRefusal.BAD_ORIGIN);
        assertThat(refusal(offer -> {
                    fromBrowser(offer);
                    offer.query = "ticket=" + TICKET;
                }))
                .isEqualTo(HandshakeRefusal.UNAUTHENTICATED);
        assertThat(refusal(offer -> offer.query = "ticket=" + TICKET)).isEqualTo(HandshakeRefusal.BAD_ORIGIN);
        assertThat(refusal(offer -> {
                    offer.origins.add(PAGE);
                    offer.query = "ticket=other";
                }))
                .isEqualTo(HandshakeRefusal.UNAUTHENTICATED);
    }

    /** Stands in for the tickets: takes one, any number of times. */
    private Caller redeem(String ticket) throws TokenRejected {
        return OneToken.verifier().verify(ticket.equals(TICKET) ? OneToken.TEXT : null);
    }

    @Test
    void keysThatCannotBeReadAreNotHeldAgainstTheToken() {
        HandshakePolicy withoutKeys = new HandshakePolicy(
                new OriginPolicy(Settings.of(Map.of("tidings.allowed-origins", PAGE))),
                OneToken.verifier("mp.jwt.verify.publickey.location", "/no/such/keys.jwks"),
                this::redeem,
                readiness,
                entrance);
        Offer offer = new Offer();
        fromBrowser(offer);

        assertThat(withoutKeys.decide(offer.made(), client))
                .isInstanceOfSatisfying(HandshakeVerdict.Refused.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(HandshakeRefusal.NOT_READY));
    }

    /** Whoever floods is told so before anything dear is done for it; who only comes at a bad time learns first that it may come. */
    @Test
    void asksForTheAddressFirstAndForRoomLast() {
        HandshakePolicy narrow = policy(
                Map.of("tidings.handshakes-per-second-per-address", "1", "tidings.max-connections-per-user", "1"));
        Offer foreign = new Offer();
        foreign.origins.add("https://evil");
        Offer stranger = new Offer();
        stranger.authorizations.add("Bearer bad");
        Offer alice = new Offer();
        fromBrowser(alice);

        assertThat(narrow.decide(alice.made(), client)).isInstanceOf(HandshakeVerdict.Admitted.class);
        assertThat(limit(narrow.decide(alice.made(), client))).isEqualTo(Limit.CONNECTIONS_PER_USER);
        readiness.overloaded = true;
        assertThat(limit(narrow.decide(alice.made(), client))).isEqualTo(Limit.QUEUED_BYTES);
        assertThat(narrow.decide(stranger.made(), client)).isInstanceOf(HandshakeVerdict.Refused.class);
        for (int i = 0; i < 6; i++) {
            assertThat(narrow.decide(foreign.made(), client)).isInstanceOf(HandshakeVerdict.Refused.class);
        }
        for (Offer offer : List.of(foreign, stranger, alice)) {
            assertThat(limit(narrow.decide(offer.made(), client))).isEqualTo(Limit.HANDSHAKES_PER_ADDRESS);
        }
    }

    private static Limit limit(HandshakeVerdict verdict) {
        return ((HandshakeVerdict.Limited) verdict).limit().limit();
    }

    private HandshakePolicy policy(Map<String, String> limits) {
        return new HandshakePolicy(
                new OriginPolicy(Settings.of(Map.of("tidings.allowed-origins", PAGE))),
                OneToken.verifier(),
                this::redeem,
                readiness,
                new Entrance(Settings.of(limits), new Refusals(new SimpleMeterRegistry())));
    }

    private static Arguments refused(String hazard, HandshakeRefusal expected, Consumer<Offer> change) {
        return arguments(hazard, expected, change);
    }

    private static void fromBrowser(Offer offer) {
        offer.origins.add(PAGE);
        offer.protocols.addAll(List.of("tidings.v1.json", "bearer." + OneToken.TEXT));
    }

    private String admitted(Consumer<Offer> change) {
        Offer offer = new Offer();
        change.accept(offer);
        HandshakeVerdict verdict = policy.decide(offer.made(), client);
        assertThat(verdict).isInstanceOf(HandshakeVerdict.Admitted.class);
        return ((HandshakeVerdict.Admitted) verdict).caller().getName();
    }

    private HandshakeRefusal refusal(Consumer<Offer> change) {
        Offer offer = new Offer();
        change.accept(offer);
        HandshakeVerdict verdict = policy.decide(offer.made(), client);
        assertThat(verdict).isInstanceOf(HandshakeVerdict.Refused.class);
        assertThat(verdict.toString()).doesNotContain("eyJ");
        return ((HandshakeVerdict.Refused) verdict).refusal();
    }

    /** A handshake in the making that is right but for credentials. */
    private static final class Offer {
        private String method = "GET";
        private String query;
        private final List<String> upgrade = new ArrayList<>(List.of("websocket"));
        private final List<String> connection = new ArrayList<>(List.of("keep-alive", "upgrade"));
        private final List<String> versions = new ArrayList<>(List.of("13"));
        private final List<String> keys = new ArrayList<>(List.of("dGhlIHNhbXBsZSBub25jZQ=="));
        private final List<String> origins = new ArrayList<>();
        private final List<String> authorizations = new ArrayList<>();
        private final List<String> protocols = new ArrayList<>();

        HandshakeOffer made() {
            return new HandshakeOffer(
                    method, query, upgrade, connection, versions, keys, origins, authorizations, protocols);
        }
    }

    private static final class SwitchedReadiness implements Readiness {
        private List<String> obstacles = List.of();
        private boolean draining;
        private boolean overloaded;

        @Override
        public List<String> obstacles() {
            return obstacles;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public boolean overloaded() {
            return overloaded;
        }
    }
}
