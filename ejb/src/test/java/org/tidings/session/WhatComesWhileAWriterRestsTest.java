package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A fixed wait before each frame makes an idle instance slow; none at all makes a loaded one slower. */
class WhatComesWhileAWriterRestsTest {

    private final FlushWindow window = FlushWindow.ofMillis(5);

    private static long micros(long micros) {
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    @Test
    void whereLittleIsWrittenNothingWaits() {
        assertThat(window.restAfter(micros(0))).isZero();
        assertThat(window.restAfter(micros(100))).isZero();
    }

    @Test
    void theRestIsAsLongAsTheRoundAndNoLongerThanTheWindow() {
        assertThat(window.restAfter(micros(1_000))).isEqualTo(micros(1_000));
        assertThat(window.restAfter(micros(80_000))).isEqualTo(micros(5_000));
    }

    @Test
    void withoutAWindowThereIsNoRest() {
        assertThat(FlushWindow.ofMillis(0).restAfter(micros(80_000))).isZero();
    }
}
