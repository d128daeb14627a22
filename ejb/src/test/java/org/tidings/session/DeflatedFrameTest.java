package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** A frame is deflated once for all, stands for itself, and says so with its first reserved bit (RFC 7692 §6, §7.2.1). */
class DeflatedFrameTest {

    @Test
    void isMadeOnce() {
        OutboundFrame frame = OutboundFrame.text("{\"a\":1}".repeat(100), 1);
        assertThat(frame.deflated().array()).isSameAs(frame.deflated().array());
        assertThat(frame.deflated().array()[0]).isEqualTo((byte) 0xC1);
        assertThat(frame.deflated().remaining()).isLessThan(60);
    }

    @Test
    void isInflatedToTheSameWhateverWasDeflatedBefore() throws DataFormatException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            // Around the edges of the buffer that it is deflated into, and incompressible in parts.
            byte[] payload = new byte[random.nextInt(i % 10 == 0 ? 70_000 : 5_000)];
            random.nextBytes(payload);
            for (int k = random.nextInt(payload.length + 1); k < payload.length; k++) {
                payload[k] = (byte) (k % 7);
            }
            OutboundFrame frame = OutboundFrame.binary(payload, 1);
            ByteBuffer deflated = frame.deflated();
            if (deflated.array() == frame.ready().array()) {
                continue;
            }
            assertThat(deflated.get(0)).isEqualTo((byte) 0xC2);
            assertThat(deflated.remaining()).isLessThan(frame.ready().remaining());
            assertThat(inflated(deflated, payload.length)).as("seed %d", seed).isEqualTo(payload);
        }
    }

    @Test
    void isLeftAsItIsWhereNothingIsWon() {
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        OutboundFrame frame = OutboundFrame.binary(noise, 1);
        assertThat(frame.deflated()).isEqualTo(frame.ready());
        assertThat(frame.deflated().get(0)).isEqualTo((byte) 0x82);
    }

    private static byte[] inflated(ByteBuffer frame, int expected) throws DataFormatException {
        int shortLength = frame.get(1);
        int header = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        byte[] message = new byte[frame.remaining() - header + 4];
        frame.get(header, message, 0, message.length - 4);
        message[message.length - 2] = (byte) 0xFF;
        message[message.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(message);
        byte[] room = new byte[expected + 1];
        int count = inflater.inflate(room);
        assertThat(inflater.getRemaining()).isZero();
        inflater.end();
        return Arrays.copyOf(room, count);
    }
}
