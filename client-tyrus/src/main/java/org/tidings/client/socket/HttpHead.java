package org.tidings.client.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Status and headers of the answer to an upgrade request (RFC 9112).
 *
 * @param status the status code
 * @param headers by name, whatever its case
 */
record HttpHead(int status, Map<String, List<String>> headers) {

    private static final int MAX_BYTES = 16 * 1024;

    /** The upgrade request. @param target path and query */
    static byte[] request(String target, Map<String, List<String>> headers) {
        StringBuilder head = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
        headers.forEach((name, values) ->
                head.append(name).append(": ").append(String.join(", ", values)).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads up to the empty line and not a byte further: what follows are frames. */
    static HttpHead read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed the connection during the handshake");
            }
            head.append((char) next);
            if (head.length() > MAX_BYTES) {
                throw new IOException("the answer to the handshake is too long");
            }
        }
        return parse(head.toString().split("\r\n"));
    }

    private static HttpHead parse(String[] lines) throws IOException {
        String[] statusLine = lines[0].split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.") || !statusLine[1].matches("\\d{3}")) {
            throw new IOException("the server does not speak HTTP");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(statusLine[1]), headers);
    }

    /** Retry-After in either of its forms (RFC 9110 §10.2.3), milliseconds; 0 without. */
    long retryAfterMillis() {
        String value = headers.getOrDefault("Retry-After", List.of("0")).get(0);
        if (value.matches("\\d{1,9}")) {
            return Long.parseLong(value) * 1000;
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, date.toEpochMilli() - System.currentTimeMillis());
        } catch (DateTimeParseException neither) {
            return 0;
        }
    }
}
