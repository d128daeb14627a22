package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In a flood half of an instance's HTTP threads stood in the search for a JSON provider, through every jar of the
 * application and under a lock, for each number of each refusal.
 */
class NoLookupPerPayloadTest {

    /** Keeps account of what is searched for through it. */
    private static final class Searched extends ClassLoader {

        private final List<String> names = new ArrayList<>();

        Searched(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            names.add(name);
            return super.getResources(name);
        }
    }

    @Test
    void writesAndReadsPayloadsWithoutSearchingTheClassPath() throws BadPayload {
        roundTrip();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Searched searched = new Searched(before);
        Thread.currentThread().setContextClassLoader(searched);
        try {
            roundTrip();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(searched.names).isEmpty();
    }

    private static void roundTrip() throws BadPayload {
        String refusal = Payloads.write(ErrorPayload.of(ErrorCode.RATE_LIMITED, "too many publishes", 500));
        assertThat(refusal).contains("500");
        assertThat(Payloads.read(refusal, ErrorPayload.class).retryAfterMs()).isEqualTo(500);
        assertThat(Payloads.write(new Pong(7L))).isEqualTo("{\"now\":7}");
    }
}
