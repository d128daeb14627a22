package org.tidings.testkit.frames;

import static org.tidings.testkit.frames.Bytes.HELLO;
import static org.tidings.testkit.frames.Bytes.MASK;
import static org.tidings.testkit.frames.Bytes.bytes;
import static org.tidings.testkit.frames.Bytes.frame;
import static org.tidings.testkit.frames.Bytes.text;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Pings, pongs and the closing handshake: RFC 6455 §5.5 and §7. */
final class ControlTricks {
    private static final int FLOOD = 20_000;

    private final String publish;
    private final List<Trick> tricks = new ArrayList<>();

    private ControlTricks(String channel) {
        publish = Bytes.publish(channel);
    }

    static List<Trick> all(String channel) {
        ControlTricks all = new ControlTricks(channel);
        all.controlFrames();
        all.floods();
        all.closeCodes();
        all.closing();
        return all.tricks;
    }

    private void controlFrames() {
        add("5.5", "ping with more to follow", "1002", frame("09", "70"));
        add("5.5", "ping in two fragments", "1002", frame("09", "70") + frame("80", "70"));
        add("5.5", "pong with more to follow", "1002", frame("0a", ""));
        add("5.5", "close with more to follow", "1002", frame("08", "0bb8"));
        add("5.5", "ping of 126 bytes", "1002", frame("89", bytes(126, "70")));
        add("5.5", "pong of 126 bytes", "1002", frame("8a", bytes(126, "70")));
        add("5.5", "close of 126 bytes", "1002", frame("88", "0bb8" + bytes(124, "70")));
        add("5.5", "ping of 65,536 bytes", "1002/1006", frame("89", bytes(65_536, "70")));
        add("5.5", "ping of 4 bytes with a length of 16 bits", "1002", "89 fe 0004" + MASK + "70696e67");
        silent("5.5", "ping of 4 GiB announced", "1002", "89 ff 0000000100000000" + MASK);
        add("5.5.2", "ping of 125 bytes", Outcome.LIVES, frame("89", bytes(125, "70")));
        add("5.5.2", "ping that is no text", Outcome.LIVES, frame("89", "ff00c0af"));
        add("5.5.3", "pong that nobody asked for", Outcome.LIVES, frame("8a", "756e61736b6564"));
        add("5.5.3", "ten empty pongs", Outcome.LIVES, frame("8a", "").repeat(10));
        add("5.5", "ping of 126 bytes within a message", "1002", frame("01", HELLO) + frame("89", bytes(126, "70")));
    }

    /** The answers to pings are what a server sends without being asked by the application: here nobody reads them. */
    private void floods() {
        tricks.add(flood("pings of 125 bytes", frame("89", bytes(125, "70"))));
        tricks.add(flood("empty pings", frame("89", "")));
        tricks.add(flood("pongs that nobody asked for", frame("8a", "")));
    }

    private static Trick flood(String name, String frame) {
        byte[] bytes = HexFormat.of().parseHex(frame.replaceAll("\\s", "").repeat(FLOOD));
        return Trick.of("10.4", FLOOD + " " + name, "4008/1006", socket -> socket.sendBytes(bytes));
    }

    private void closeCodes() {
        for (int code : new int[] {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            add("7.4", "close with " + code, "1002", close(code, ""));
        }
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
            add("7.4", "close with " + code, Integer.toString(code), close(code, ""));
        }
        add("5.5.1", "close of one byte", "1002", frame("88", "03"));
        add("5.5.1", "close without a code", "1000/1005", frame("88", ""));
        add("5.5.1", "close with the longest reason", "1000", close(1000, "r".repeat(123)));
        add("8.1", "close with a malformed reason", "1007", frame("88", "03e8" + HELLO + "ff"));
        add("8.1", "close with an overlong reason", "1007", frame("88", "03e8" + "c0af"));
        add("8.1", "close with a surrogate as its reason", "1007", frame("88", "03e8" + "eda080"));
        add(
                "8.1",
                "close with a reason cut within a character",
                "1007",
                frame("88", "03e8" + text("é").substring(0, 2)));
    }

    private void closing() {
        add("5.5.1", "publish behind a close", "3000", close(3000, "") + frame("81", publish));
        add("5.5.1", "publish behind a close, in a write of its own", "3000/1006", socket -> {
            socket.sendHex(close(3000, ""));
            socket.sendHex(frame("81", publish));
        });
        add("5.5.1", "broken frame behind a close", "3000", close(3000, "") + "f7 7f ffff");
        add("5.5.1", "close twice", "3000", close(3000, "") + close(3001, ""));
        add("5.5.1", "ping behind a close", "3000", close(3000, "") + frame("89", "70"));
        add("5.5.1", "close within a message", "3000", frame("01", publish) + close(3000, ""));
        add(
                "7.1.5",
                "close, the rest of a message behind it",
                "3000",
                frame("01", publish) + close(3000, "") + frame("80", ""));
        tricks.add(
                Trick.of("7.1.7", "end of the stream without a close", "1005/1006", socket -> socket.shutdownOutput())
                        .thenSilence());
        tricks.add(Trick.of("7.1.7", "end of the stream within a header", "1005/1006", socket -> {
                    socket.sendHex("81 fe 00");
                    socket.shutdownOutput();
                })
                .thenSilence());
        tricks.add(Trick.of("7.1.7", "end of the stream within a payload", "1005/1006", socket -> {
                    socket.sendHex("81 85" + MASK + "4865");
                    socket.shutdownOutput();
                })
                .thenSilence());
    }

    private static String close(int code, String reason) {
        return frame("88", "%04x".formatted(code) + text(reason));
    }

    private void add(String section, String name, String demanded, String hex) {
        tricks.add(Trick.of(section, name, demanded, hex));
    }

    private void add(String section, String name, String demanded, Trick.Act act) {
        tricks.add(Trick.of(section, name, demanded, act));
    }

    private void silent(String section, String name, String demanded, String hex) {
        tricks.add(Trick.of(section, name, demanded, hex).thenSilence());
    }
}
