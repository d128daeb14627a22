package org.tidings.testkit.generator;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the compression of messages that stand for themselves (RFC 7692 §7.2.2, without context takeover). What many
 * connections are sent alike is inflated once: the generator has more to do than its share of that. Confined to the loop.
 */
final class Inflation {

    /** What a sender leaves out at the end of each message (§7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int KEPT = 64;
    private static final int MOST_INFLATED = 1024 * 1024;

    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer[] deflated = new ByteBuffer[KEPT];
    private final ByteBuffer[] inflated = new ByteBuffer[KEPT];
    private final byte[] scratch = new byte[MOST_INFLATED];
    private long bytes;

    /** The result is only valid until the next call. */
    ByteBuffer inflate(ByteBuffer payload) {
        bytes += payload.remaining();
        int slot = Math.floorMod(hash(payload), KEPT);
        if (deflated[slot] == null || !deflated[slot].equals(payload)) {
            deflated[slot] = ByteBuffer.allocate(payload.remaining())
                    .put(payload.duplicate())
                    .flip();
            inflated[slot] = inflated(deflated[slot].array());
        }
        return inflated[slot].duplicate();
    }

    /** What has come compressed, in bytes. */
    long bytes() {
        return bytes;
    }

    private static int hash(ByteBuffer payload) {
        int hash = payload.remaining();
        for (int i = payload.limit() - 1; i >= payload.position(); i -= 7) {
            hash = 31 * hash + payload.get(i);
        }
        return hash;
    }

    private ByteBuffer inflated(byte[] payload) {
        try {
            inflater.reset();
            inflater.setInput(payload);
            int length = inflater.inflate(scratch);
            inflater.setInput(TAIL);
            length += inflater.inflate(scratch, length, MOST_INFLATED - length);
            return ByteBuffer.allocateDirect(length).put(scratch, 0, length).flip();
        } catch (DataFormatException e) {
            throw new IllegalStateException("not what RFC 7692 calls compressed", e);
        }
    }
}
