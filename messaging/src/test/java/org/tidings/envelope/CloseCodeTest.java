package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

    @ParameterizedTest
    @CsvSource({
        "1000,BACK_OFF", "1001,BACK_OFF", "1006,BACK_OFF", "1009,BACK_OFF", "1011,BACK_OFF", "3999,BACK_OFF",
        "4000,STAY_AWAY", "4001,STAY_AWAY", "4099,STAY_AWAY", "4100,BACK_OFF", "4103,BACK_OFF", "4199,BACK_OFF",
        "4200,RETURN_NOW", "4202,RETURN_NOW", "4299,RETURN_NOW", "4300,BACK_OFF"
    })
    void theNumberCarriesTheVerdictAlsoWhereItHasNoName(int number, CloseCode.Verdict verdict) {
        assertThat(CloseCode.verdict(number)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource
    void theReasonFitsACloseFrame(CloseCode code) {
        assertThat(code.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
    }

    @Test
    void byeTellsWhetherToComeBack() {
        assertThat(Bye.of(CloseCode.DRAINING, 1830)).isEqualTo(new Bye(4202, "draining", 1830L, true));
        assertThat(Bye.of(CloseCode.FORBIDDEN, 0).reconnect()).isFalse();
        assertThat(Bye.of(CloseCode.SLOW_CONSUMER, 0).reconnect()).isTrue();
    }
}
