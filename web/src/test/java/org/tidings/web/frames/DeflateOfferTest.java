package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who agrees to what it cannot do breaks every message; who does not understand an offer declines it (RFC 7692 §5.1, §7). */
class DeflateOfferTest {

    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits", // Chromium
                "permessage-deflate;client_max_window_bits=10",
                " permessage-deflate ; client_max_window_bits = \"15\" ; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                "x-unknown; a=\"b, c;\", permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-bzip2,,permessage-deflate,"
            })
    void agreesToWhatItCanDo(String offer) {
        assertThat(DeflateOffer.answer(List.of(offer))).contains(AGREED);
    }

    @Test
    void namesTheWindowToWhoNamedIt() {
        assertThat(DeflateOffer.answer(List.of("permessage-deflate; server_max_window_bits=15")))
                .contains(AGREED + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " , ;",
                "permessage-bzip2",
                "x-webkit-deflate-frame",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; unknown",
                "permessage-deflate;",
                "x; a=\"b, permessage-deflate",
                "x; a=\"b\\\", permessage-deflate\""
            })
    void declinesEverythingElse(String offer) {
        assertThat(DeflateOffer.answer(List.of(offer))).isEmpty();
    }

    @Test
    void looksThroughAllHeaders() {
        assertThat(DeflateOffer.answer(List.of())).isEmpty();
        assertThat(DeflateOffer.answer(List.of("x-unknown", "permessage-deflate")))
                .contains(AGREED);
    }
}
