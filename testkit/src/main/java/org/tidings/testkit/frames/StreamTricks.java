package org.tidings.testkit.frames;

import static org.tidings.testkit.frames.Bytes.HELLO;
import static org.tidings.testkit.frames.Bytes.frame;
import static org.tidings.testkit.frames.Bytes.text;
import static org.tidings.testkit.frames.Bytes.unmasked;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.tidings.testkit.Handshake;

/** How the bytes come, what comes with the upgrade, and what is no WebSocket at all: RFC 6455 §4, §5 and §9. */
final class StreamTricks {
    private static final String DEFLATE = "permessage-deflate; client_max_window_bits; server_no_context_takeover";
    private static final int BOMB_BYTES = 16 << 20;

    private StreamTricks() {}

    static List<Trick> all(String channel) {
        String publish = Bytes.publish(channel);
        String request = frame("81", Bytes.ping()).replace(" ", "");
        return List.of(
                Trick.of("4.1", "the upgrade byte by byte", Outcome.LIVES, request)
                        .opened(Handshake::openByteByByte),
                Trick.of("5.2", "a frame byte by byte", Outcome.LIVES, socket -> {
                    for (byte one : HexFormat.of().parseHex(request)) {
                        socket.sendBytes(new byte[] {one});
                    }
                }),
                Trick.of("5.2", "a broken frame byte by byte", "1002", socket -> {
                    for (String one : new String[] {"81", "fe", "00", "05"}) {
                        socket.sendHex(one);
                    }
                }),
                Trick.of("4.1", "a request together with the upgrade", Outcome.LIVES, "")
                        .opened(with(request)),
                Trick.of("4.1", "an unmasked publish together with the upgrade", "1002", "")
                        .opened(with(unmasked("81", publish))),
                Trick.of("4.1", "half a frame together with the upgrade", Outcome.LIVES, request.substring(12))
                        .opened(with(request.substring(0, 12))),
                Trick.of("4.1", "a close together with the upgrade", "3000", "").opened(with(frame("88", "0bb8"))),
                Trick.of("5.2", "100 requests in one segment", Outcome.LIVES, request.repeat(100)),
                Trick.of("9.1", "RSV1 after offering deflate", "1002/1007", frame("c1", HELLO))
                        .opened(offering(DEFLATE)),
                Trick.of("9.1", "16 MiB of blanks deflated, after offering deflate", "1002/1009", frame("c1", bomb()))
                        .opened(offering(DEFLATE)),
                Trick.of(
                                "9.1",
                                "RSV1 on a continuation, after offering deflate",
                                "1002",
                                frame("01", HELLO) + frame("c0", HELLO))
                        .opened(offering(DEFLATE)),
                Trick.of("9.1", "RSV1 on a ping, after offering deflate", "1002", frame("c9", HELLO))
                        .opened(offering(DEFLATE)),
                Trick.of("9.1", "RSV1 and RSV2 after offering deflate", "1002", frame("e1", HELLO))
                        .opened(offering(DEFLATE)),
                Trick.of("9.1", "text without RSV1 after offering deflate", Outcome.LIVES, frame("81", HELLO))
                        .opened(offering(DEFLATE)),
                Trick.of("9.1", "RSV2 after offering an unknown extension", "1002", frame("a1", HELLO))
                        .opened(offering("x-unknown; a=1")),
                // 47: no FIN, RSV1, opcode 7.
                Trick.of(
                        "10.3", "an HTTP request instead of frames", "1002", text("GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
                // 50: no FIN, RSV1 and RSV3, continuation.
                Trick.of(
                        "10.3",
                        "an HTTP/2 preface instead of frames",
                        "1002",
                        text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
                // 16 03 01: a handshake record of TLS 1.
                Trick.of(
                        "10.3",
                        "a TLS hello instead of frames",
                        "1002",
                        "160301 0200 010001fc 0303" + HELLO.repeat(40)),
                Trick.of("10.3", "nothing but zeros", "1002", "00".repeat(1_000)),
                Trick.of("10.3", "nothing but ones", "1002", "ff".repeat(1_000)));
    }

    private static Trick.Opening with(String hex) {
        byte[] frames = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        return handshake -> handshake.openSending(frames);
    }

    private static Trick.Opening offering(String extension) {
        return handshake ->
                handshake.header("Sec-WebSocket-Extensions", extension).open();
    }

    /** 16 KB that would become 16 MiB. */
    private static String bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(" ".repeat(BOMB_BYTES).getBytes(StandardCharsets.US_ASCII));
        deflater.finish();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        while (!deflater.finished()) {
            deflated.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return HexFormat.of().formatHex(deflated.toByteArray());
    }
}
