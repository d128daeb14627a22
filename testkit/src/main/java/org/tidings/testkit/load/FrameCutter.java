package org.tidings.testkit.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Cuts what a server sends into frames, RFC 6455 §5.2, as it arrives in pieces. Confined to the swarm's thread. */
final class FrameCutter {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** Who gets whole messages and control frames. */
    interface Receiver {

        void text(String message);

        void control(int opcode, byte[] payload);
    }

    private static final int FIN = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;

    /** What has arrived of a frame that is not yet complete; null where nothing has. */
    private ByteBuffer rest;

    /** The fragments of a message so far; null outside of one. */
    private ByteArrayOutputStream fragments;

    void clear() {
        rest = null;
        fragments = null;
    }

    /** Takes bytes and hands over what they complete. */
    void accept(ByteBuffer bytes, Receiver receiver) throws IOException {
        ByteBuffer all = bytes;
        if (rest != null) {
            all = ByteBuffer.allocate(rest.remaining() + bytes.remaining())
                    .put(rest)
                    .put(bytes)
                    .flip();
            rest = null;
        }
        while (frame(all, receiver)) {
            // The next one.
        }
        if (all.hasRemaining()) {
            rest = ByteBuffer.allocate(all.remaining()).put(all).flip();
        }
    }

    private boolean frame(ByteBuffer bytes, Receiver receiver) throws IOException {
        if (bytes.remaining() < 2) {
            return false;
        }
        int start = bytes.position();
        int head = bytes.get(start);
        int code = bytes.get(start + 1);
        if (code < 0) {
            throw new IOException("a masked frame from a server (RFC 6455 §5.1)");
        }
        int headBytes = code < 126 ? 2 : code == 126 ? 4 : 10;
        if (bytes.remaining() < headBytes) {
            return false;
        }
        long length = code < 126 ? code : code == 126 ? bytes.getShort(start + 2) & 0xffff : bytes.getLong(start + 2);
        if (bytes.remaining() < headBytes + length) {
            return false;
        }
        byte[] payload = new byte[(int) length];
        bytes.position(start + headBytes).get(payload);
        deliver(head, payload, receiver);
        return true;
    }

    private void deliver(int head, byte[] payload, Receiver receiver) {
        int opcode = head & OPCODE;
        if ((opcode & CONTROL) != 0) {
            receiver.control(opcode, payload);
        } else if (opcode == TEXT && (head & FIN) != 0) {
            receiver.text(new String(payload, StandardCharsets.UTF_8));
        } else {
            fragments = opcode == TEXT ? new ByteArrayOutputStream() : fragments;
            fragments.writeBytes(payload);
            if ((head & FIN) != 0) {
                receiver.text(fragments.toString(StandardCharsets.UTF_8));
                fragments = null;
            }
        }
    }

    /** A masked frame of a client, RFC 6455 §5.3. */
    static ByteBuffer masked(int opcode, byte[] payload, int key) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FIN | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key >> 24 - 8 * (i & 3)));
        }
        return frame.flip();
    }
}
