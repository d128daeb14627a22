package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Frames that are ready to go and those of the WebSocket implementation meet at one socket, which may take part of either. Mixed,
 * they would be noise to the peer.
 */
class FramesNeverInterleaveTest {
    private static final byte TEXT = (byte) 0x81;
    private static final byte PONG = (byte) 0x8A;
    private static final byte CLOSE = (byte) 0x88;

    private final ScriptedWire wire = new ScriptedWire();
    private final FrameOutput output = new FrameOutput(wire);
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsOnceTheSystemHasTakenAll() {
        write("one", TEXT, 1, 'a');

        assertThat(wire.written()).isEqualTo("81 01 61");
        assertThat(told).containsExactly("one done");
    }

    @Test
    void writesAPongBehindTheRestOfAMessage() {
        wire.room = 2;

        write("message", TEXT, 3, 'a', 'b', 'c');
        new FrameStream(output, () -> {}).write(new byte[] {0, PONG, 0, 0}, 1, 2);
        assertThat(told).isEmpty();
        wire.drain();

        assertThat(wire.written()).isEqualTo("81 03 61 62 63 8a 00");
        assertThat(told).containsExactly("message done");
    }

    @Test
    void writesNothingBehindACloseFrame() {
        wire.room = 1;

        write("message", TEXT, 1, 'a');
        write("close", CLOSE, 2, 3, (byte) 0xE8);
        write("late", TEXT, 1, 'b');
        assertThat(told).containsExactly("late ClosedChannelException");
        assertThat(wire.cut).as("which would lose the close frame").isFalse();
        wire.drain();

        assertThat(wire.written()).isEqualTo("81 01 61 88 02 03 e8");
        assertThat(told).containsExactly("late ClosedChannelException", "message done", "close done");
    }

    @Test
    void endsTheConnectionWherePartOfAFrameCannotGoOn() {
        wire.failure = new IOException("reset");

        write("message", TEXT, 1, 'a');
        write("next", TEXT, 1, 'b');

        assertThat(wire.cut).isTrue();
        assertThat(told).containsExactly("message IOException", "next ClosedChannelException");
    }

    /** It asked for pongs for as long as it liked, and each was kept. */
    @Test
    void endsTheConnectionOfAPeerThatAsksAndDoesNotRead() {
        wire.room = 0;

        for (int i = 0; i < FrameOutput.MAX_WAITING; i++) {
            write("pong", PONG, 0);
        }
        assertThat(told).isEmpty();
        write("one too many", PONG, 0);

        assertThat(wire.cut).isTrue();
        assertThat(told).containsExactly("one too many IOException");
    }

    @Test
    void cutsOffWhereAMessageIsStuckAndNowhereElse() {
        wire.room = 0;

        write("pong", PONG, 0);
        output.cutIfStuck();
        assertThat(wire.cut).isFalse();
        write("message", TEXT, 0);
        output.cutIfStuck();

        assertThat(wire.cut).isTrue();
    }

    private void write(String name, int... bytes) {
        byte[] frame = new byte[bytes.length];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) bytes[i];
        }
        output.write(
                ByteBuffer.wrap(frame),
                failure -> told.add(name
                        + ' '
                        + (failure == null ? "done" : failure.getClass().getSimpleName())));
    }

    /** Takes as many bytes as there is room for, the rest when it is drained. */
    private static final class ScriptedWire extends UnexpectedWire {
        private record Rest(ByteBuffer bytes, Consumer<Throwable> later) {}

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final Deque<Rest> rests = new ArrayDeque<>();
        private int room = Integer.MAX_VALUE;
        private IOException failure;
        private boolean cut;

        @Override
        public boolean write(ByteBuffer bytes, Consumer<Throwable> later) throws IOException {
            if (failure != null) {
                throw failure;
            }
            while (rests.isEmpty() && room > 0 && bytes.hasRemaining()) {
                written.write(bytes.get());
                room--;
            }
            if (rests.isEmpty() && room > 0) {
                return true;
            }
            rests.add(new Rest(bytes, later));
            return false;
        }

        void drain() {
            for (Rest rest = rests.poll(); rest != null; rest = rests.poll()) {
                while (rest.bytes().hasRemaining()) {
                    written.write(rest.bytes().get());
                }
                rest.later().accept(null);
            }
        }

        String written() {
            StringBuilder hex = new StringBuilder();
            for (byte one : written.toByteArray()) {
                hex.append(hex.isEmpty() ? "" : " ").append(String.format("%02x", one));
            }
            return hex.toString();
        }

        @Override
        public void cut() {
            cut = true;
        }
    }
}
