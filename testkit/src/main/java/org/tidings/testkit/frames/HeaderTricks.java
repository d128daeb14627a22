package org.tidings.testkit.frames;

import static org.tidings.testkit.frames.Bytes.HELLO;
import static org.tidings.testkit.frames.Bytes.MASK;
import static org.tidings.testkit.frames.Bytes.bytes;
import static org.tidings.testkit.frames.Bytes.frame;
import static org.tidings.testkit.frames.Bytes.unmasked;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Masks, reserved bits, reserved opcodes and lengths: RFC 6455 §5.1 and §5.2. */
final class HeaderTricks {
    private final String publish;
    private final List<Trick> tricks = new ArrayList<>();

    private HeaderTricks(String channel) {
        publish = Bytes.publish(channel);
    }

    static List<Trick> all(String channel) {
        HeaderTricks all = new HeaderTricks(channel);
        all.masks();
        all.reservedBits();
        all.reservedOpcodes();
        all.lengths();
        return all.tricks;
    }

    private void masks() {
        // 81: the last frame of a text. 05: no mask, 5 bytes.
        add("5.1", "text without a mask", "1002", "81 05" + HELLO);
        add("5.1", "publish without a mask", "1002", unmasked("81", publish));
        add("5.1", "empty text without a mask", "1002", "81 00");
        add("5.1", "binary without a mask", "1002", unmasked("82", publish));
        add("5.1", "ping without a mask", "1002", "89 00");
        add("5.1", "pong without a mask", "1002", "8a 04 70696e67");
        // The code in the frame is another one, so that its echo is not taken for a refusal.
        add("5.1", "close without a mask", "1002", "88 02 0bb8");
        add("5.1", "continuation without a mask", "1002", frame("01", HELLO) + unmasked("80", HELLO));
        add("5.1", "publish without a mask behind a good frame", "1002", frame("81", HELLO) + unmasked("81", publish));
    }

    private void reservedBits() {
        add("5.2", "RSV1 on text", "1002", frame("c1", publish));
        add("5.2", "RSV2 on text", "1002", frame("a1", publish));
        add("5.2", "RSV3 on text", "1002", frame("91", publish));
        add("5.2", "all reserved bits on text", "1002", frame("f1", publish));
        add("5.2", "RSV1 on an empty text", "1002", frame("c1", ""));
        add("5.2", "RSV1 on the second fragment", "1002", frame("01", HELLO) + frame("c0", HELLO));
        add("5.2", "RSV1 on binary", "1002", frame("c2", publish));
        add("5.2", "RSV1 on a ping", "1002", frame("c9", ""));
        add("5.2", "RSV2 on a pong", "1002", frame("aa", ""));
        add("5.2", "RSV3 on a close", "1002", frame("98", "0bb8"));
    }

    private void reservedOpcodes() {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
            String name = Integer.toHexString(opcode).toUpperCase(Locale.ROOT);
            add("5.2", "opcode " + name, "1002", frame("8" + name, publish.substring(0, 2 * 100)));
        }
        add("5.2", "opcode 3, empty", "1002", frame("83", ""));
        add("5.2", "opcode 3 as a first fragment", "1002", frame("03", HELLO) + frame("80", HELLO));
        add("5.2", "opcode 5 within a message", "1002", frame("01", HELLO) + frame("85", HELLO));
        add("5.2", "opcode B within a message", "1002", frame("01", HELLO) + frame("8b", HELLO));
    }

    private void lengths() {
        // fe: mask, the length is in the next two bytes. ff: in the next eight.
        add("5.2", "5 bytes with a length of 16 bits", "1002", "81 fe 0005" + MASK + HELLO);
        add("5.2", "125 bytes with a length of 16 bits", "1002", "81 fe 007d" + MASK + bytes(125, "20"));
        add("5.2", "no bytes with a length of 16 bits", "1002", "81 fe 0000" + MASK);
        add("5.2", "5 bytes with a length of 64 bits", "1002", "81 ff 0000000000000005" + MASK + HELLO);
        add("5.2", "300 bytes with a length of 64 bits", "1002", "81 ff 000000000000012c" + MASK + bytes(300, "20"));
        add("5.2", "binary, 5 bytes with a length of 64 bits", "1002", "82 ff 0000000000000005" + MASK + HELLO);
        // The most significant bit must be 0.
        silent("5.2", "length with the highest bit", "1002", "81 ff 8000000000000005" + MASK + HELLO);
        silent("5.2", "length of all ones", "1002", "81 ff ffffffffffffffff" + MASK + HELLO);
        // Announced only: nobody may keep room for it, or wait for its end.
        silent("10.4", "4 GiB announced, then silence", "1009", "81 ff 0000000100000000" + MASK);
        silent("10.4", "4 GiB and 5 bytes announced, 5 sent", "1009", "81 ff 0000000100000005" + MASK + HELLO);
        silent("10.4", "2 GiB announced, then silence", "1009", "81 ff 0000000080000000" + MASK);
        silent("10.4", "the greatest length announced", "1009", "81 ff 7fffffffffffffff" + MASK);
        silent("10.4", "4 GiB of binary announced", "1009", "82 ff 0000000100000000" + MASK);
        silent(
                "10.4",
                "4 GiB announced in the last fragment",
                "1009",
                frame("01", HELLO) + "80 ff 0000000100000000" + MASK);
        silent("10.4", "lengths whose sum is negative", "1009", frame("01", HELLO) + "80 ff 7fffffffffffffff" + MASK);
    }

    private void add(String section, String name, String demanded, String hex) {
        tricks.add(Trick.of(section, name, demanded, hex));
    }

    private void silent(String section, String name, String demanded, String hex) {
        tricks.add(Trick.of(section, name, demanded, hex).thenSilence());
    }
}
