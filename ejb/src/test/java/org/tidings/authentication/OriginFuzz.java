package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** A list of origins and, behind a line feed, one that is sent: allowed is what stands in the list, letter for letter. */
public final class OriginFuzz {

    private OriginFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        String sent = parts.length == 1 ? "" : parts[1];
        Settings settings = Settings.of(Map.of(OriginPolicy.KEY, parts[0]));
        OriginPolicy policy;
        try {
            policy = new OriginPolicy(settings);
        } catch (InvalidSetting declared) {
            assertThat(declared.getMessage()).matches("[ -~]+");
            return;
        }
        assertThat(policy.allows(sent))
                .isEqualTo(settings.getList(OriginPolicy.KEY).contains(sent));
        for (String listed : settings.getList(OriginPolicy.KEY)) {
            URI origin = URI.create(listed);
            assertThat(origin.getRawUserInfo()).isNull();
            assertThat(origin.getRawPath()).isEmpty();
            assertThat(listed)
                    .doesNotContain("*")
                    .isNotEqualTo("null")
                    .isEqualTo(listed.toLowerCase(java.util.Locale.ROOT));
        }
    }
}
