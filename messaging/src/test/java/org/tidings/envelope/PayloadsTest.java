package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadsTest {

    @Test
    void readsBackWhatItWrote() throws Exception {
        List<Record> payloads = List.of(
                new Hello("c", "u", "i", new Hello.Limits(1, 2, 3), 4L, null, 5L),
                new Position("k3", 2, 9120L),
                Gap.of(41, 97, Gap.Reason.EXPIRED, 3L),
                new SubscribeOptions(new Since("k3", 41L), null, true),
                new Subscribed(false, 0L, Gap.of(1, 2, Gap.Reason.EPOCH, null)),
                new HistoryQuery(new Since("k3", 41L), 5L, 7),
                new Published(true),
                ErrorPayload.of(ErrorCode.FORBIDDEN, "no"),
                Bye.of(CloseCode.DRAINING, 12),
                new HeartbeatOptions(4L),
                new Unsubscribed("forbidden", false),
                new Pong(3L));
        for (Record payload : payloads) {
            assertThat((Record) Payloads.read(Payloads.write(payload), payload.getClass()))
                    .isEqualTo(payload);
        }
    }
}
