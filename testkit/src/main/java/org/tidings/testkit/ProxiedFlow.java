package org.tidings.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * One direction of a proxied connection: what was read and waits to be written, at most {@link #CAPACITY} bytes and a
 * read more; beyond that nothing is read, so that the sender feels it. Confined to the proxy's thread.
 */
final class ProxiedFlow {

    static final int CAPACITY = 256 << 10;

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final Random random;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private Passage passage;
    private int waitingBytes;

    /** The sender has said that nothing more comes. */
    private boolean ended;

    /** And the receiver has been told. */
    private boolean endTold;

    /** Something was swallowed, bytes or the end: what comes later must never follow what went before. */
    private boolean broken;

    /** The receiver takes nothing at the moment. */
    private boolean blocked;

    private long lastDueNanos = System.nanoTime();

    /** When a trickling flow may write again. */
    private long freeAtNanos = lastDueNanos;

    ProxiedFlow(Passage passage, Random random) {
        this.passage = passage;
        this.random = random;
    }

    void passage(Passage next) {
        passage = next;
        if (next.swallows()) {
            broken |= !waiting.isEmpty() || ended && !endTold;
            waiting.clear();
            waitingBytes = 0;
            blocked = false;
        }
    }

    boolean swallows() {
        return passage.swallows();
    }

    /** Whether it would go on with a hole in it. */
    boolean hasHole() {
        return broken && !passage.swallows();
    }

    void swallowEnd() {
        ended = true;
        broken = true;
    }

    boolean wantsRead() {
        return !ended && (passage.swallows() || waitingBytes < CAPACITY);
    }

    boolean wantsWrite() {
        return blocked;
    }

    boolean isOver() {
        return endTold;
    }

    /** Takes what there is. */
    void read(SocketChannel from, ByteBuffer scratch, long now) throws IOException {
        scratch.clear();
        int length = from.read(scratch);
        ended |= length < 0;
        if (passage.swallows()) {
            broken |= length != 0;
        } else if (length > 0) {
            keep(scratch.flip(), now);
        }
    }

    private void keep(ByteBuffer scratch, long now) {
        ByteBuffer bytes = ByteBuffer.allocate(scratch.remaining()).put(scratch).flip();
        long due = now;
        if (passage instanceof Passage.Delayed delayed) {
            due += delayed.baseNanos() + (long) (random.nextDouble() * delayed.jitterNanos());
        }
        lastDueNanos += Math.max(0, due - lastDueNanos);
        waiting.addLast(new Chunk(bytes, lastDueNanos));
        waitingBytes += bytes.remaining();
    }

    /** Writes what may go by now, the end included. */
    void write(SocketChannel to, long now) throws IOException {
        blocked = false;
        while (!waiting.isEmpty() && !blocked && waitNanos(now) <= 0) {
            ByteBuffer bytes = waiting.getFirst().bytes();
            int written = passage instanceof Passage.Trickling trickling
                    ? writeSlice(to, bytes, trickling, now)
                    : to.write(bytes);
            waitingBytes -= written;
            blocked = written == 0;
            if (!bytes.hasRemaining()) {
                waiting.removeFirst();
            }
        }
        if (ended && !endTold && waiting.isEmpty() && !passage.swallows()) {
            to.shutdownOutput();
            endTold = true;
        }
    }

    private int writeSlice(SocketChannel to, ByteBuffer bytes, Passage.Trickling trickling, long now)
            throws IOException {
        ByteBuffer slice = bytes.slice();
        slice.limit(Math.min(slice.limit(), trickling.slice()));
        int written = to.write(slice);
        bytes.position(bytes.position() + written);
        freeAtNanos = now + trickling.nanos(written);
        return written;
    }

    /** Whether only time keeps it from writing. */
    boolean waitsForTime() {
        return !waiting.isEmpty() && !blocked;
    }

    /** How long until it may write what waits first. */
    long waitNanos(long now) {
        if (passage instanceof Passage.Delayed) {
            return waiting.getFirst().dueNanos() - now;
        }
        return passage instanceof Passage.Trickling ? freeAtNanos - now : 0;
    }
}
