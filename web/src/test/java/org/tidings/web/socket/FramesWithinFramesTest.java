package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two write to one connection, and the socket takes what it likes of it. */
class FramesWithinFramesTest {

    private static final int SESSIONS = 1;
    private static final int CONTAINERS = 2;
    private static final int ROUNDS = 300;
    private static final int STEPS = 400;

    private final ScriptedSink socket = new ScriptedSink();
    private final SharedOutput output = new SharedOutput(socket, Runnable::run);

    /** What became of the session's frames: null where it was written. */
    private final List<Throwable> told = new ArrayList<>();

    @Test
    void writesAtOnceWhatTheSocketTakes() {
        socket.room = 100;
        output.send(frame(SESSIONS, 10), told::add);
        assertThat(told).containsExactly((Throwable) null);
        assertThat(socket.resumed).isFalse();
        assertThat(output.isBusy()).isFalse();
    }

    @Test
    void keepsTheRestUntilTheSocketTakesIt() throws IOException {
        socket.room = 4;
        output.send(frame(SESSIONS, 10), told::add);
        assertThat(told).isEmpty();
        assertThat(socket.resumed).isTrue();
        socket.room = 100;
        assertThat(output.flush()).isTrue();
        assertThat(told).containsExactly((Throwable) null);
        socket.assertWhole(SESSIONS);
    }

    /** The container found everything flushed, then a frame began to wait, then the container said that it need not be told. */
    @Test
    void isToldOfRoomAlthoughTheContainerNeedsNone() {
        socket.room = 4;
        output.send(frame(SESSIONS, 10), told::add);
        output.suspend();
        assertThat(socket.resumed).isTrue();
    }

    @Test
    void holdsThePongBackThatWouldFallWithinAFrame() throws IOException {
        socket.room = 4;
        output.send(frame(SESSIONS, 10), told::add);
        ByteBuffer[] pong = {frame(CONTAINERS, 2)};
        assertThat(output.writeContainers(pong, 0, 1)).isZero();
        socket.room = 100;
        assertThat(output.writeContainers(pong, 0, 1)).isEqualTo(4);
        socket.assertWhole(SESSIONS, CONTAINERS);
    }

    @Test
    void holdsTheFrameBackThatWouldFallWithinAPong() throws IOException {
        socket.room = 3;
        ByteBuffer[] pong = {frame(CONTAINERS, 2)};
        assertThat(output.writeContainers(pong, 0, 1)).isEqualTo(3);
        socket.room = 100;
        output.send(frame(SESSIONS, 10), told::add);
        assertThat(told).isEmpty();
        assertThat(output.writeContainers(pong, 0, 1)).isEqualTo(1);
        assertThat(output.flush()).isTrue();
        socket.assertWhole(CONTAINERS, SESSIONS);
    }

    @Test
    void sendsNothingBehindACloseFrame() {
        socket.room = 100;
        socket.closing = true;
        output.send(frame(SESSIONS, 10), told::add);
        assertThat(told).singleElement().isInstanceOf(ClosedChannelException.class);
        socket.assertWhole();
    }

    @Test
    void tellsWhoWaitsThatTheConnectionIsGone() {
        socket.room = 4;
        output.send(frame(SESSIONS, 10), told::add);
        output.end();
        assertThat(told).singleElement().isInstanceOf(ClosedChannelException.class);
        output.send(frame(SESSIONS, 10), told::add);
        assertThat(told).hasSize(2).doesNotContainNull();
    }

    @Test
    void staysWholeWhateverTheSocketTakes() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            ScriptedSink any = new ScriptedSink();
            SharedOutput shared = new SharedOutput(any, Runnable::run);
            List<Integer> answered = new ArrayList<>();
            List<ByteBuffer> containers = new ArrayList<>();
            int sent = 0;
            int written = 0;
            for (int step = 0; step < STEPS; step++) {
                any.room = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        if (sent == answered.size()) {
                            int number = sent++;
                            shared.send(frame(SESSIONS, random.nextInt(20)), failure -> answered.add(number));
                        }
                    }
                    case 1 -> containers.add(frame(CONTAINERS, random.nextInt(6)));
                    default -> written += flushSenders(shared, containers);
                }
            }
            any.room = Integer.MAX_VALUE;
            written += flushSenders(shared, containers);
            assertThat(any.frames()).as("seed " + seed).hasSize(sent + written);
            assertThat(answered).as("seed " + seed).hasSize(sent);
        }
    }

    /** As Undertow does: all that is queued in one gathering write, and where nothing is left, a flush. */
    private static int flushSenders(SharedOutput output, List<ByteBuffer> queued) throws IOException {
        int before = queued.size();
        ByteBuffer[] all = queued.toArray(ByteBuffer[]::new);
        if (all.length > 0) {
            output.writeContainers(all, 0, all.length);
            queued.removeIf(frame -> !frame.hasRemaining());
        }
        if (queued.isEmpty() && output.flush()) {
            output.suspend();
        }
        return before - queued.size();
    }

    /** @param opcode tells whose it is */
    private static ByteBuffer frame(int opcode, int payloadBytes) {
        ByteBuffer frame = ByteBuffer.allocate(2 + payloadBytes);
        frame.put((byte) (0x80 | opcode)).put((byte) payloadBytes);
        while (frame.hasRemaining()) {
            frame.put((byte) 0xEE);
        }
        return frame.flip();
    }

    private static final class ScriptedSink implements SharedOutput.Sink {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int room;
        boolean resumed;
        boolean closing;

        @Override
        public int write(ByteBuffer source) {
            int bytes = Math.min(room, source.remaining());
            for (int i = 0; i < bytes; i++) {
                taken.write(source.get());
            }
            room -= bytes;
            return bytes;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            long bytes = 0;
            for (int i = offset; i < offset + length; i++) {
                bytes += write(sources[i]);
            }
            return bytes;
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void resume() {
            resumed = true;
        }

        @Override
        public void suspend() {
            resumed = false;
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        void assertWhole(Integer... opcodes) {
            assertThat(frames()).containsExactly(opcodes);
        }

        /** The opcodes of the frames that went out, each of which must be whole. */
        List<Integer> frames() {
            List<Integer> opcodes = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(taken.toByteArray());
            while (bytes.hasRemaining()) {
                opcodes.add(bytes.get() & 0xF);
                for (int left = bytes.get(); left > 0; left--) {
                    assertThat(bytes.get()).as("a frame within a frame").isEqualTo((byte) 0xEE);
                }
            }
            return opcodes;
        }
    }
}
