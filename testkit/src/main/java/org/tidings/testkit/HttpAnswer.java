package org.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server answered to an upgrade request.
 *
 * @param status the HTTP status, 101 where the upgrade was granted
 * @param headers every header's values in their order; names compare without case
 * @param body the body; empty with status 101
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, String body) {

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    static HttpAnswer read(InputStream in) throws IOException {
        String statusLine = line(in);
        String[] parts = statusLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.1")) {
            throw new ProtocolViolation("not an HTTP/1.1 status line: " + statusLine);
        }
        int status = Integer.parseInt(parts[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).strip(), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        HttpAnswer head = new HttpAnswer(status, headers, "");
        return status == 101 ? head : new HttpAnswer(status, headers, body(in, head));
    }

    private static String body(InputStream in, HttpAnswer head) throws IOException {
        byte[] bytes;
        if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            bytes = chunks(in);
        } else if (head.header("Content-Length").isPresent()) {
            bytes = in.readNBytes(Integer.parseInt(head.header("Content-Length").get()));
        } else {
            bytes = in.readAllBytes();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** RFC 9112 §7.1. */
    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (; ; ) {
            int size = Integer.parseInt(line(in).split(";")[0].strip(), 16);
            body.writeBytes(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server hung up during the handshake");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
