package org.tidings.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A walk over the data items of one frame (RFC 8949, RFC 8742), as strict as {@link JsonWalk}: a key stands once in its
 * map, nesting is bounded, text is UTF-8. Lengths are definite and keys are integers or text; integers and lengths may be
 * longer than they need be.
 *
 * <p>Time and memory are linear in the frame: nothing is reserved for a length before that much has come, and nothing
 * recurses deeper than what is allowed to be nested. Confined to one call.
 */
final class CborWalk {

    static final String ENDS_EARLY = "the frame ends inside a data item";
    static final String NOT_CBOR = "the frame is not CBOR";

    private final ByteBuffer frame;
    private final int maxDepth;

    /** Of the head stepped to. */
    private int major;

    private int information;
    /** Of the head stepped to, unsigned. */
    private long argument;

    private int depth;
    private int deepest;
    private int names;
    /** What is wrong with the first item that is well-formed but not valid (RFC 8949 §5.3); null for nothing. */
    private String invalid;

    /**
     * @param frame read from its position to its limit
     * @param maxDepth most maps, arrays and tags around an item
     */
    CborWalk(ByteBuffer frame, int maxDepth) {
        this.frame = frame;
        this.maxDepth = maxDepth;
    }

    boolean more() {
        return frame.hasRemaining();
    }

    /** A further item of the sequence begins: nothing is known of it yet. */
    void begin() {
        depth = 0;
        deepest = 0;
        names = 0;
        invalid = null;
    }

    /** Steps over the head of an item, and says its major type. */
    int next() throws NotCbor {
        int initial = take(1).get() & 0xFF;
        major = initial >> 5;
        information = initial & 0x1F;
        if (information > Cbor.EIGHT_BYTES) {
            throw new NotCbor(information == 31 ? "a length is indefinite" : NOT_CBOR);
        }
        argument = information;
        if (information >= Cbor.ONE_BYTE) {
            argument = 0;
            ByteBuffer bytes = take(1 << information - Cbor.ONE_BYTE);
            while (bytes.hasRemaining()) {
                argument = argument << 8 | bytes.get() & 0xFF;
            }
        }
        if (major == Cbor.SIMPLE && information == Cbor.ONE_BYTE && argument < 32) {
            throw new NotCbor(NOT_CBOR);
        }
        return major;
    }

    /** Of the item stepped to. */
    int major() {
        return major;
    }

    /** Number of entries of the map or array stepped to. Whoever asks walks through them all, and {@link #leave leaves}. */
    int enter() throws NotCbor {
        int each = major == Cbor.MAP ? 2 : 1;
        // An item has a byte at least.
        if (argument < 0 || argument > frame.remaining() / each) {
            throw new NotCbor(ENDS_EARLY);
        }
        deeper();
        return (int) argument;
    }

    void leave() {
        depth--;
    }

    private void deeper() throws NotCbor {
        depth++;
        deepest = Math.max(deepest, depth);
        if (depth > maxDepth) {
            throw new NotCbor(JsonWalk.TOO_DEEP);
        }
    }

    /** Steps over a key, which is a Long or a String; null for one that is not valid, or stands there for the second time. */
    Object key(Set<Object> before) throws NotCbor {
        names++;
        next();
        Object key = null;
        if (major == Cbor.TEXT) {
            key = text();
        } else if (major != Cbor.UNSIGNED && major != Cbor.NEGATIVE) {
            skip();
            refuse("a key is neither an integer nor text");
        } else if (argument < 0) {
            refuse("a key is beyond 64 bits");
        } else {
            // The second is -1 - n.
            key = major == Cbor.UNSIGNED ? argument : ~argument;
        }
        if (key != null && !before.add(key)) {
            refuse("a key stands twice in one map");
            return null;
        }
        return key;
    }

    /** The integer stepped to; null where it is none from 0 to 2^63 - 1. */
    Long unsigned() throws NotCbor {
        if (major == Cbor.UNSIGNED && argument >= 0) {
            return argument;
        }
        skip();
        return null;
    }

    /** The text stepped to; null where it is none. */
    String text() throws NotCbor {
        if (major != Cbor.TEXT) {
            skip();
            return null;
        }
        return utf8(content());
    }

    /** The text of the JSON stepped to; null where it is none. */
    String embeddedJson() throws NotCbor {
        if (major != Cbor.TAG || argument != Cbor.EMBEDDED_JSON || peekMajor() != Cbor.BYTES) {
            skip();
            return null;
        }
        next();
        return utf8(content());
    }

    private int peekMajor() {
        return frame.hasRemaining() ? (frame.get(frame.position()) & 0xFF) >> 5 : -1;
    }

    private String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            refuse("a text is not UTF-8");
            return null;
        }
    }

    /** Steps to the end of the item whose head was stepped over. */
    void skip() throws NotCbor {
        switch (major) {
            case Cbor.BYTES -> content();
            case Cbor.TEXT -> utf8(content());
            case Cbor.ARRAY -> {
                for (int left = enter(); left > 0; left--) {
                    next();
                    skip();
                }
                leave();
            }
            case Cbor.MAP -> {
                int entries = enter();
                Set<Object> keys = new HashSet<>();
                for (int left = entries; left > 0; left--) {
                    key(keys);
                    next();
                    skip();
                }
                leave();
            }
            case Cbor.TAG -> {
                deeper();
                next();
                skip();
                leave();
            }
            default -> {
                // Its argument is all.
            }
        }
    }

    private ByteBuffer content() throws NotCbor {
        if (argument < 0 || argument > frame.remaining()) {
            throw new NotCbor(ENDS_EARLY);
        }
        return take((int) argument);
    }

    private ByteBuffer take(int bytes) throws NotCbor {
        if (bytes > frame.remaining()) {
            throw new NotCbor(ENDS_EARLY);
        }
        ByteBuffer taken = frame.slice(frame.position(), bytes);
        frame.position(frame.position() + bytes);
        return taken;
    }

    private void refuse(String because) {
        if (invalid == null) {
            invalid = because;
        }
    }

    /** What is wrong with an item that could be walked over all the same; null for nothing. */
    String invalid() {
        return invalid;
    }

    int deepest() {
        return deepest;
    }

    /** Keys of all maps so far. */
    int names() {
        return names;
    }
}
