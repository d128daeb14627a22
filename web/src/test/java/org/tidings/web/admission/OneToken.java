package org.tidings.web.admission;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.TokenVerifier;
import org.tidings.settings.Settings;

/** One good token, the key that verifies it, and the time at which it is good. The key that made it is gone. */
public final class OneToken {
    public static final String ISSUER = "https://issuer.example";
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    public static final String PUBLIC_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"test\","
            + "\"x\":\"GhUghnsFbdOlO7z_2nkC09WCl3BGb_-OwSIGkpNMJ6I\","
            + "\"y\":\"g9W-kcUz2KyBC0R4dAOxWp3NZm6mUlrWUxOhHowgQNM\"}";

    /** Subject alice, ends at 13:00. */
    public static final String TEXT = "eyJraWQiOiJ0ZXN0IiwiYWxnIjoiRVMyNTYifQ"
            + ".eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJleHAiOjE3OTUyNjYwMDB9"
            + ".trvBpLeZJSKdTpbrjVGVPAEbPsJLICjyf7qeoQeR7heHoPi7LeC9kP6r0EMFWKqK6gmXC7YyEj616VUljO1cow";

    private OneToken() {}

    /** A verifier that takes it. */
    public static TokenVerifier verifier() {
        return verifier("mp.jwt.verify.publickey", PUBLIC_KEY);
    }

    /** A verifier whose keys come from somewhere else. */
    public static TokenVerifier verifier(String keySetting, String value) {
        return new TokenVerifier(
                Settings.of(Map.of(keySetting, value, "mp.jwt.verify.issuer", ISSUER)), CLOCK, new Revocations(CLOCK));
    }
}
