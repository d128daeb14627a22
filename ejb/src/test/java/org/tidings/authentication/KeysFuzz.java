package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** What may come from the place where keys are: public keys that are strong enough, or a text that is none. */
public final class KeysFuzz {

    private KeysFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            assertThat(PublicKeys.parse(new String(input, StandardCharsets.UTF_8))
                            .getKeys())
                    .isNotEmpty()
                    .noneMatch(JWK::isPrivate)
                    .allMatch(key -> key.size() >= 256);
        } catch (ParseException declared) {
            assertThat(declared.getMessage()).isNotBlank();
        }
    }
}
