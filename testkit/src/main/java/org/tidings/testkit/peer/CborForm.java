package org.tidings.testkit.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** {@code tidings.v1.cbor}: docs/protocol.md, "In CBOR". Shares no code with the server. */
final class CborForm implements WireForm {

    // Names of fields.
    private static final int VERSION = 0;
    private static final int TYPE = 1;
    private static final int ACTION = 2;
    private static final int ID = 3;
    private static final int CHANNEL = 4;
    private static final int PAYLOAD = 15;

    // Major types, RFC 8949 §3.1.
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    /** Of bytes that are JSON. */
    private static final int JSON = 262;

    private static final int REQUEST = 0;
    private static final int REPLY = 1;
    private static final int ERROR = 2;

    @Override
    public String subprotocol() {
        return "tidings.v1.cbor";
    }

    @Override
    public int opcode() {
        return ClientFrame.BINARY;
    }

    @Override
    public ByteBuffer subscribe(String id, String channel) {
        return ClientFrame.binary(request("subscribe", id, channel, 0).toByteArray());
    }

    @Override
    public ByteBuffer publish(String id, String channel, String payload) {
        ByteArrayOutputStream out = request("publish", id, channel, 1);
        out.write(PAYLOAD);
        head(out, TAG, JSON);
        string(out, BYTES, payload);
        return ClientFrame.binary(out.toByteArray());
    }

    private static ByteArrayOutputStream request(String action, String id, String channel, int further) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        head(out, MAP, 5 + further);
        out.write(VERSION);
        out.write(1);
        out.write(TYPE);
        out.write(REQUEST);
        out.write(ACTION);
        string(out, TEXT, action);
        out.write(ID);
        string(out, TEXT, id);
        out.write(CHANNEL);
        string(out, TEXT, channel);
        return out;
    }

    private static void string(ByteArrayOutputStream out, int major, String ascii) {
        head(out, major, ascii.length());
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static void head(ByteArrayOutputStream out, int major, int value) {
        if (value < 24) {
            out.write(major << 5 | value);
        } else if (value <= 0xFF) {
            out.write(major << 5 | 24);
            out.write(value);
        } else {
            out.write(major << 5 | 25);
            out.write(value >>> 8);
            out.write(value);
        }
    }

    @Override
    public void read(ByteBuffer message, BiConsumer<Kind, String> each) {
        while (message.hasRemaining()) {
            int from = message.position();
            long type = -1;
            boolean hello = false;
            for (long fields = value(message, message.get()); fields > 0; fields--) {
                long name = value(message, message.get());
                int at = message.position();
                skip(message);
                if (name == TYPE) {
                    type = message.get(at);
                } else if (name == ACTION) {
                    hello = ascii(message, at + 1, message.position()).equals("hello");
                }
            }
            Kind kind = type == REPLY ? Kind.REPLY : type == ERROR ? Kind.ERROR : hello ? Kind.HELLO : Kind.OTHER;
            each.accept(kind, kind == Kind.ERROR ? ascii(message, from, message.position()) : "");
        }
    }

    private static String ascii(ByteBuffer message, int from, int to) {
        return StandardCharsets.US_ASCII.decode(message.slice(from, to - from)).toString();
    }

    /** Passes over a value, which here is of definite length. */
    private static void skip(ByteBuffer message) {
        byte initial = message.get();
        long value = value(message, initial);
        switch ((initial & 0xFF) >>> 5) {
            case BYTES, TEXT -> message.position(message.position() + Math.toIntExact(value));
            case ARRAY, MAP -> {
                long values = (initial & 0xFF) >>> 5 == MAP ? 2 * value : value;
                for (; values > 0; values--) {
                    skip(message);
                }
            }
            case TAG -> skip(message);
            default -> {
                // A number, or a simple value: its head is all of it.
            }
        }
    }

    /** What a head says behind its major type. */
    private static long value(ByteBuffer message, byte initial) {
        int info = initial & 0x1F;
        return switch (info) {
            case 24 -> message.get() & 0xFF;
            case 25 -> message.getShort() & 0xFFFF;
            case 26 -> message.getInt() & 0xFFFF_FFFFL;
            case 27 -> message.getLong();
            default -> info;
        };
    }
}
