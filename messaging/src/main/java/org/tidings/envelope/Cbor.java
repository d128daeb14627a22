package org.tidings.envelope;

/** The numbers of CBOR (RFC 8949 §3) that envelopes need. */
final class Cbor {

    /** Major types. */
    static final int UNSIGNED = 0;

    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    /** Additional information that says how many bytes of argument follow: 1, 2, 4 or 8. Below it is the argument itself. */
    static final int ONE_BYTE = 24;

    static final int EIGHT_BYTES = 27;

    /** A byte string that holds JSON, by the registry of tags. */
    static final int EMBEDDED_JSON = 262;

    private Cbor() {}
}
