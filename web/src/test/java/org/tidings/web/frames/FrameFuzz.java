package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A client's bytes behind the upgrade. What passes does not depend on where the network cuts them, is what came, up to the frame
 * that breaks a rule, and announces no more than one message may hold.
 */
public final class FrameFuzz {

    private static final int MAX_MESSAGE_BYTES = 1_000;
    private static final int MAX_IDLE = 5;

    private FrameFuzz() {}

    /** Where the fuzzer comes in: the first byte says how many come at once. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] sent = Arrays.copyOfRange(input, 1, input.length);
        FrameGuard whole = guard();
        byte[] passed = passed(whole, sent, Math.max(1, sent.length));
        assertThat(passed).isEqualTo(Arrays.copyOf(sent, passed.length));

        FrameGuard cut = guard();
        assertThat(passed(cut, sent, 1 + (input[0] & 0x0F))).isEqualTo(passed);
        assertThat(cut.broken()).isEqualTo(whole.broken());
        assertThat(cut.held()).isEqualTo(whole.held()).isLessThanOrEqualTo(10);

        byte[] deflated = passed(guard(true), sent, Math.max(1, sent.length));
        byte[] plain = inflated(deflated, Math.max(1, deflated.length));
        assertThat(inflated(deflated, 1 + (input[0] & 0x0F))).isEqualTo(plain);
        FrameGuard behind = guard(false);
        assertThat(passed(behind, plain, Math.max(1, plain.length))).isEqualTo(plain);
        assertThat(behind.broken()).as("in what the implementation gets").isNull();
    }

    /** What was deflated is plain behind that, whole, and no longer than it may be. */
    private static byte[] inflated(byte[] guarded, int atOnce) {
        MessageInflater inflater = new MessageInflater(MAX_MESSAGE_BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameRule broken = null;
        for (int at = 0; at < guarded.length && broken == null; at += atOnce) {
            broken = inflater.take(guarded, at, Math.min(guarded.length, at + atOnce), out);
        }
        return out.toByteArray();
    }

    private static FrameGuard guard() {
        return guard(false);
    }

    private static FrameGuard guard(boolean deflating) {
        return new FrameGuard(MAX_MESSAGE_BYTES, MAX_IDLE, deflating, () -> 0);
    }

    private static byte[] passed(FrameGuard guard, byte[] sent, int atOnce) {
        byte[] passed = new byte[sent.length];
        int length = 0;
        for (int at = 0; at < sent.length; at += atOnce) {
            int held = guard.held();
            int count = Math.min(atOnce, sent.length - at);
            byte[] room = new byte[held + count];
            System.arraycopy(sent, at, room, held, count);
            int end = guard.pass(room, 0, held, room.length);
            System.arraycopy(room, 0, passed, length, end);
            length += end;
        }
        return Arrays.copyOf(passed, length);
    }
}
