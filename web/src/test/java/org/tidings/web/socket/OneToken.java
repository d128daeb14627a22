package org.tidings.web.socket;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** One good token, the key that verifies it, and the time at which it is good. The key that made it is gone. */
final class OneToken {
    static final String ISSUER = "https://issuer.example";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    static final String PUBLIC_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"test\","
            + "\"x\":\"GhUghnsFbdOlO7z_2nkC09WCl3BGb_-OwSIGkpNMJ6I\","
            + "\"y\":\"g9W-kcUz2KyBC0R4dAOxWp3NZm6mUlrWUxOhHowgQNM\"}";

    /** Subject alice, ends at 13:00. */
    static final String TEXT = "eyJraWQiOiJ0ZXN0IiwiYWxnIjoiRVMyNTYifQ"
            + ".eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJleHAiOjE3OTUyNjYwMDB9"
            + ".trvBpLeZJSKdTpbrjVGVPAEbPsJLICjyf7qeoQeR7heHoPi7LeC9kP6r0EMFWKqK6gmXC7YyEj616VUljO1cow";

    private OneToken() {}
}
