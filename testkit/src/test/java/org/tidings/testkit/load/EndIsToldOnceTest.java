package org.tidings.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A connection could end twice in one turn: by its close frame, and by the answer to it that could not be sent any more. The
 * client then came back twice, and one of its connections was nobody's.
 */
class EndIsToldOnceTest {

    private static final String AGREED = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

    /** RFC 6455 §5.5.1: FIN and opcode 8, two bytes, the code 4202. */
    private static final String CLOSE_4202 = "\u0088\u0002\u0010\u006a";

    /** FIN and opcode 1, two bytes. */
    private static final String TEXT = "\u0081\u0002{}";

    @Test
    void whateverComesBehindTheCloseFrame() throws IOException {
        assertThat(heard(AGREED + TEXT + CLOSE_4202 + CLOSE_4202)).containsExactly("text {}", "ended 4202, 0");
    }

    @Test
    void refusalNamesWhenToComeBack() throws IOException {
        assertThat(heard("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n\r\n"))
                .containsExactly("ended 1006, 3000");
    }

    @Test
    void refusalThatBlamesTheClient() throws IOException {
        assertThat(heard("HTTP/1.1 403 Forbidden\r\n\r\n"))
                .containsExactly("refused HTTP/1.1 403 Forbidden", "ended 1006, 0");
    }

    /** What the owner of a connection hears when the server answers the upgrade with these bytes and goes. */
    private static List<String> heard(String answer) throws IOException {
        Recorder recorder = new Recorder();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Swarm swarm = new Swarm(1)) {
            SwarmSocket socket = new SwarmSocket(swarm, recorder, server.getLocalPort(), "token", true);
            swarm.tell(() -> socket.connect(0, 0));
            try (Socket accepted = server.accept()) {
                readHead(accepted.getInputStream());
                accepted.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
            await(() -> swarm.call(() -> recorder.ended), "it ends");
            return swarm.call(() -> List.copyOf(recorder.heard));
        }
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    /** Confined to the swarm's thread. */
    private static final class Recorder implements SwarmSocket.Owner {

        private final List<String> heard = new ArrayList<>();
        private boolean ended;

        @Override
        public void text(String message) {
            heard.add("text " + message);
        }

        @Override
        public void refused(String statusLine) {
            heard.add("refused " + statusLine);
        }

        @Override
        public void ended(int code, long retryAfterMillis) {
            heard.add("ended " + code + ", " + retryAfterMillis);
            ended = true;
        }
    }
}
