package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tidings.settings.Settings;

/**
 * The other end of a connection and, line by line behind it, what a header says about whom it stands for. Nobody but a
 * trusted proxy names anyone else, and what comes of it is an address in numbers, fit for a log, or unknown.
 */
public final class AddressFuzz {

    private static final String PROXY = "10.0.0.7";
    private static final List<ClientAddresses> READERS = List.of(reader("x-forwarded-for"), reader("forwarded"));

    private AddressFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = Arrays.asList(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1));
        List<String> header = lines.subList(1, lines.size());
        for (ClientAddresses reader : READERS) {
            assertThat(reader.of("192.0.2.7", header).address()).isEqualTo("192.0.2.7");
            for (String peer : List.of(lines.get(0), PROXY)) {
                ClientAddress client = reader.of(peer, header);
                assertThat(client.address()).matches("unknown|[0-9a-f.:]{2,45}");
                assertThat(client.network()).matches("unknown|[0-9a-f.:]{2,45}(/64)?");
            }
        }
    }

    private static ClientAddresses reader(String header) {
        return new ClientAddresses(Settings.of(
                Map.of("tidings.trusted-proxies", "10.0.0.0/8,2001:db8::/32", "tidings.forwarded-header", header)));
    }
}
