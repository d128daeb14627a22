package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tokens as well-known issuers make them, claim by claim as their documentation shows them, signed with keys of our own: an
 * operator must need nothing but settings.
 */
class IssuersTokenShapesTest {

    private static final TokenForge ISSUER = new TokenForge();

    private static final long NOW = TokenForge.NOW.getEpochSecond();

    private static Caller accepted(String header, String claims, String... settings) throws Exception {
        return ISSUER.verifier(settings).verify(token(header, claims));
    }

    /** @param type the header's {@code typ} */
    private static String token(String type, String claims) throws ParseException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID("rsa")
                .x509CertSHA256Thumbprint(Base64URL.encode("a thumbprint is no key"));
        String timed = claims.replace("EXP", Long.toString(NOW + 300)).replace("IAT", Long.toString(NOW));
        return TokenForge.sign(header, JWTClaimsSet.parse(timed), ISSUER.rsa);
    }

    @Test
    void keycloak() throws Exception {
        String claims =
                """
                {"exp":EXP,"iat":IAT,"auth_time":IAT,"jti":"onrtac:f5e1","iss":"https://id.example/realms/shop",
                 "aud":["tidings","account"],"sub":"6a5b2f3e-5b3f-4f0e-9a53-3a4b3f1f5c11","typ":"Bearer","azp":"shop-web",
                 "sid":"0f3a","acr":"1","allowed-origins":["https://shop.example"],
                 "realm_access":{"roles":["offline_access","staff"]},
                 "resource_access":{"tidings":{"roles":["tidings-admin"]},"account":{"roles":["view-profile"]}},
                 "scope":"openid email profile","email_verified":true,"name":"Alice Liddell",
                 "preferred_username":"alice","email":"alice@example.com"}
                """;
        Caller caller = accepted(
                "JWT",
                claims,
                "mp.jwt.verify.issuer",
                "https://id.example/realms/shop",
                "tidings.token.group-claims",
                "groups, realm_access.roles, resource_access.tidings.roles");

        assertThat(caller.getName()).isEqualTo("alice");
        assertThat(caller.getSubject()).startsWith("6a5b2f3e");
        assertThat(caller.getGroups()).containsExactlyInAnyOrder("offline_access", "staff", "tidings-admin");
        assertThat(caller.<JsonObject>getClaim("realm_access")).containsKey("roles");
    }

    @Test
    void entraIdVersion2() throws Exception {
        String issuer = "https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        String claims =
                """
                {"aud":"tidings","iss":"https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0",
                 "iat":IAT,"nbf":IAT,"exp":EXP,"aio":"AXQAi/8IAAAA","azp":"6e74172b-be56-4843-9ff4-e66a39bb12e3",
                 "azpacr":"0","name":"Alice Liddell","oid":"690222be-ff1a-4d56-abd1-7e4f7d38e474",
                 "preferred_username":"alice@contoso.com","rh":"0.AAAA","roles":["Tidings.Admin"],
                 "groups":["a1f5d1a2-0000-4000-8000-000000000001"],"scp":"Events.Read Events.Write",
                 "sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ","tid":"9122040d-6c67-4c5b-b112-36a304b66dad",
                 "uti":"fqiBqXLPj0eQa82S-IYFAA","ver":"2.0"}
                """;
        Caller caller = accepted(
                "JWT", claims, "mp.jwt.verify.issuer", issuer, "tidings.token.group-claims", "groups,roles,scp");
        assertThat(caller.getName()).isEqualTo("alice@contoso.com");
        assertThat(caller.getGroups())
                .containsExactlyInAnyOrder(
                        "a1f5d1a2-0000-4000-8000-000000000001", "Tidings.Admin", "Events.Read", "Events.Write");

        // A user name can be given to somebody else; Microsoft says to decide by oid.
        Caller byId = accepted("JWT", claims, "mp.jwt.verify.issuer", issuer, "tidings.token.name-claims", "oid");
        assertThat(byId.getName()).isEqualTo("690222be-ff1a-4d56-abd1-7e4f7d38e474");
        assertThat(byId.<JsonString>getClaim("tid").getString()).startsWith("9122040d");
    }

    @Test
    void auth0() throws Exception {
        String claims =
                """
                {"https://shop.example/roles":["staff","tidings-admin"],"https://shop.example/tenant":"acme",
                 "iss":"https://shop.eu.auth0.com/","sub":"auth0|65f0c1d2e3","aud":["tidings",
                 "https://shop.eu.auth0.com/userinfo"],"iat":IAT,"exp":EXP,"scope":"openid profile read:events",
                 "azp":"kqd3","permissions":["read:events"]}
                """;
        Caller caller = accepted(
                "at+jwt",
                claims,
                "mp.jwt.verify.issuer",
                "https://shop.eu.auth0.com/",
                "tidings.token.group-claims",
                "https://shop.example/roles,permissions");

        assertThat(caller.getName()).isEqualTo("auth0|65f0c1d2e3");
        assertThat(caller.getGroups()).containsExactlyInAnyOrder("staff", "tidings-admin", "read:events");
        assertThat(caller.<JsonString>getClaim("https://shop.example/tenant").getString())
                .isEqualTo("acme");
    }

    /** The issuer's own list stands in a claim that nobody named: it must not turn into rights by itself. */
    @Test
    void groupsComeFromTheClaimsThatAreNamedAlone() throws Exception {
        Caller caller = ISSUER.verifier().verify(ISSUER.token(claims -> claims.claim("roles", List.of("tidings-admin"))
                .claim("scope", "tidings-admin")));
        assertThat(caller.getGroups()).isEmpty();
    }

    /** With {@code realm_access.roles} set, a claim literally of that name would stand in for the object's member. */
    @Test
    void claimOfTheExactNameComesBeforeTheWayIntoAnother() throws Exception {
        TokenVerifier verifier = ISSUER.verifier("tidings.token.group-claims", "a.b.c");
        assertThat(verifier.verify(ISSUER.token(claims -> claims.claim("a", Map.of("b", Map.of("c", List.of("x"))))))
                        .getGroups())
                .containsExactly("x");
        assertThat(verifier.verify(ISSUER.token(claims -> claims.claim("a.b", Map.of("c", List.of("y")))))
                        .getGroups())
                .containsExactly("y");
        assertThat(verifier.verify(ISSUER.token(claims ->
                                claims.claim("a.b.c", List.of("z")).claim("a", Map.of("b", Map.of("c", List.of("x"))))))
                        .getGroups())
                .containsExactly("z");
    }

    @Test
    void wrongShapesAreRefusedWhereverTheyStand() {
        TokenVerifier verifier = ISSUER.verifier("tidings.token.group-claims", "realm_access.roles,scope");
        for (Map<String, Object> claims : List.<Map<String, Object>>of(
                Map.of("realm_access", Map.of("roles", "tidings-admin")),
                Map.of("realm_access", Map.of("roles", List.of(1))),
                Map.of("scope", 7))) {
            String token = ISSUER.token(builder -> claims.forEach(builder::claim));
            assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRejected.class);
        }
        TokenVerifier named = ISSUER.verifier("tidings.token.name-claims", "realm_access.user");
        assertThatThrownBy(() -> named.verify(ISSUER.token(claims -> {}))).isInstanceOf(TokenRejected.class);
    }
}
