package org.tidings.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/**
 * What anyone who may write to the topic {@code control} can send: a directive with an end, which is read again as it was
 * written, or a bad one.
 */
public final class DirectiveFuzz {

    private static final long NOW = 1_800_000_000_000L;
    private static final long YEAR_MILLIS = 31_536_000_000L;

    private DirectiveFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        DirectiveCodec codec = new DirectiveCodec(YEAR_MILLIS);
        Directive directive;
        try {
            directive = codec.decode(new String(input, StandardCharsets.UTF_8), NOW);
        } catch (BadDirective declared) {
            assertThat(declared.getMessage()).matches("[ -~]{5,100}");
            return;
        }
        assertThat(directive.id()).matches("[A-Za-z0-9-]{1,64}");
        assertThat(directive.givenAt()).isBetween(1L, NOW);
        assertThat(directive.endsAt()).isBetween(NOW + 1, NOW + YEAR_MILLIS);
        assertThat(codec.decode(DirectiveCodec.encode(directive), NOW)).isEqualTo(directive);
    }
}
