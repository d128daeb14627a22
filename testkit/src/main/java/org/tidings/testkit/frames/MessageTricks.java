package org.tidings.testkit.frames;

import static org.tidings.testkit.frames.Bytes.HELLO;
import static org.tidings.testkit.frames.Bytes.MASK;
import static org.tidings.testkit.frames.Bytes.bytes;
import static org.tidings.testkit.frames.Bytes.frame;
import static org.tidings.testkit.frames.Bytes.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Fragments and sizes, what is text, and what is not: RFC 6455 §5.4, §5.6, §8.1 and §10.4. */
final class MessageTricks {
    private static final int FRAGMENTS = 200_000;

    private final String publish;
    private final int maxFrameBytes;
    private final List<Trick> tricks = new ArrayList<>();

    private MessageTricks(String channel, int maxFrameBytes) {
        publish = Bytes.publish(channel);
        this.maxFrameBytes = maxFrameBytes;
    }

    static List<Trick> all(String channel, int maxFrameBytes) {
        MessageTricks all = new MessageTricks(channel, maxFrameBytes);
        all.fragments();
        all.sizes();
        all.malformedText();
        all.wellFormedText();
        all.binary();
        return all.tricks;
    }

    private void fragments() {
        add("5.4", "continuation of nothing", "1002", frame("80", publish));
        add("5.4", "continuation of nothing, more to follow", "1002", frame("00", publish) + frame("80", ""));
        add(
                "5.4",
                "continuation behind the last fragment",
                "1002",
                frame("01", HELLO) + frame("80", HELLO) + frame("80", publish));
        add("5.4", "continuation behind a whole text", "1002", frame("81", HELLO) + frame("80", publish));
        add("5.4", "text within a message", "1002", frame("01", HELLO) + frame("81", publish));
        add("5.4", "first fragment of a text within a message", "1002", frame("01", HELLO) + frame("01", HELLO));
        add("5.4", "binary within a message", "1002", frame("01", HELLO) + frame("82", HELLO));
        add(
                "5.4",
                "request in three fragments, with a ping and a pong between them",
                Outcome.LIVES,
                frame("01", Bytes.ping().substring(0, 20))
                        + frame("89", "70")
                        + frame("00", Bytes.ping().substring(20, 40))
                        + frame("8a", "")
                        + frame("80", Bytes.ping().substring(40)));
        add(
                "5.4",
                "empty fragments around a request",
                Outcome.LIVES,
                frame("01", "") + frame("00", "") + frame("00", Bytes.ping()) + frame("00", "") + frame("80", ""));
        add("5.4", "message of empty fragments", Outcome.LIVES, frame("01", "") + frame("00", "") + frame("80", ""));
        add("5.6", "empty text", Outcome.LIVES, frame("81", ""));
    }

    private void sizes() {
        int limit = maxFrameBytes;
        add("10.4", "text of exactly the limit", Outcome.LIVES, frame("81", bytes(limit, "20")));
        add("10.4", "text one byte above the limit", "1009/1006", frame("81", bytes(limit + 1, "20")));
        add(
                "10.4",
                "fragments of exactly the limit together",
                Outcome.LIVES,
                frame("01", bytes(limit - 1, "20")) + frame("80", "20"));
        add(
                "10.4",
                "fragments one byte above the limit together",
                "1009/1006",
                frame("01", bytes(limit, "20")) + frame("80", "20"));
        add(
                "10.4",
                "two-byte characters, one byte above the limit",
                "1009/1006",
                frame("81", text("é").repeat(limit / 2) + "20"));
        add("10.4", "binary one byte above the limit", "1003/1009/1006", frame("82", bytes(limit + 1, "20")));
        tricks.add(Trick.of(
                "10.4",
                FRAGMENTS + " fragments of one byte",
                "1009/1006",
                socket -> socket.sendBytes(fragments(FRAGMENTS, "00 81" + MASK + "20"))));
        tricks.add(Trick.of(
                "10.4",
                "fragments of nothing without end",
                "4008/1009/1006",
                socket -> socket.sendBytes(fragments(FRAGMENTS, "00 80" + MASK))));
    }

    private static byte[] fragments(int count, String fragment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HexFormat hex = HexFormat.of();
        bytes.writeBytes(hex.parseHex(frame("01", "20").replaceAll("\\s", "")));
        byte[] one = hex.parseHex(fragment.replaceAll("\\s", ""));
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(one);
        }
        return bytes.toByteArray();
    }

    private void malformedText() {
        malformed("continuation byte alone", "80");
        malformed("two continuation bytes", "80bf");
        malformed("start of two bytes, then a blank", "c320");
        malformed("start of three bytes, cut after two", "e28220");
        malformed("overlong slash in two bytes", "c0af");
        malformed("overlong slash in three bytes", "e080af");
        malformed("overlong slash in four bytes", "f08080af");
        malformed("overlong NUL", "c080");
        malformed("greatest overlong of two bytes", "c1bf");
        malformed("greatest overlong of three bytes", "e09fbf");
        malformed("greatest overlong of four bytes", "f08fbfbf");
        malformed("high surrogate", "eda080");
        malformed("low surrogate", "edbfbf");
        malformed("pair of surrogates", "eda080edb080");
        malformed("above U+10FFFF", "f4908080");
        malformed("five bytes", "f888808080");
        malformed("six bytes", "fc8480808080");
        malformed("byte FE", "fe");
        malformed("byte FF", "ff");
        // The end of the message is no excuse.
        add("8.1", "cut after one byte of two at the end", "1007", frame("81", HELLO + "c3"));
        add("8.1", "cut after two bytes of three at the end", "1007", frame("81", HELLO + "e282"));
        add("8.1", "cut after three bytes of four at the end", "1007", frame("81", HELLO + "f09f8e"));
        add("8.1", "cut at the end of the last fragment", "1007", frame("01", HELLO) + frame("80", HELLO + "e282"));
        add("8.1", "cut at a fragment's end, not continued", "1007", frame("01", HELLO + "e282") + frame("80", HELLO));
        add(
                "8.1",
                "cut at a fragment's end, the last one empty",
                "1007",
                frame("01", HELLO + "e282") + frame("80", ""));
        add("8.1", "malformed first fragment, good last one", "1007", frame("01", HELLO + "ff") + frame("80", HELLO));
        add("8.1", "surrogate over two fragments", "1007", frame("01", HELLO + "ed") + frame("80", "a080"));
        add(
                "8.1",
                "publish with a malformed byte in its payload",
                "1007",
                frame("81", publish.replace(text("smuggled"), "ff")));
        add(
                "8.1",
                "publish with an overlong quote in its payload",
                "1007",
                frame("81", publish.replace(text("smuggled"), "c0a2")));
    }

    private void malformed(String name, String malformed) {
        add("8.1", name, "1007", frame("81", HELLO + malformed + HELLO));
    }

    private void wellFormedText() {
        add(
                "5.6",
                "character of three bytes over three fragments",
                Outcome.LIVES,
                frame("01", HELLO + "e2") + frame("00", "82") + frame("80", "ac"));
        add(
                "5.6",
                "character of four bytes with a ping within",
                Outcome.LIVES,
                frame("01", "f09f") + frame("89", "") + frame("80", "8eba"));
        add("8.1", "U+0000, U+FFFE, U+FFFF and U+10FFFF", Outcome.LIVES, frame("81", "00 efbfbe efbfbf f48fbfbf"));
    }

    private void binary() {
        add("5.6", "publish as binary", "1003", frame("82", publish));
        add("5.6", "empty binary", "1003", frame("82", ""));
        add("5.6", "binary in two fragments", "1003", frame("02", HELLO) + frame("80", HELLO));
    }

    private void add(String section, String name, String demanded, String hex) {
        tricks.add(Trick.of(section, name, demanded, hex));
    }
}
