package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault that is not put in proves nothing; one that harms more than it says proves the wrong thing. */
class FaultProxyTest {

    private static final int SILENCE_MILLIS = 150;
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final FaultProxy proxy = FaultProxy.to(server.getLocalPort());
    private final List<Socket> sockets = new ArrayList<>();

    FaultProxyTest() throws IOException {}

    @AfterEach
    void closeAll() throws IOException {
        proxy.close();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Both ends of a connection through the proxy. */
    private record Line(Socket client, Socket server) {

        Line carries(String text) throws IOException {
            say(client, text);
            hear(server, text);
            say(server, text);
            hear(client, text);
            return this;
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes());
    }

    private static void hear(Socket socket, String text) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThat(new String(socket.getInputStream().readNBytes(text.length())))
                .isEqualTo(text);
    }

    private static void hearNothing(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static void hearEnd(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private static void hearReset(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        sockets.add(client);
        return client;
    }

    private Socket accepted() throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
        Socket accepted = server.accept();
        sockets.add(accepted);
        return accepted;
    }

    private Line line() throws IOException {
        Socket client = client();
        return new Line(client, accepted());
    }

    @Test
    void passesBothDirectionsAndTheEndOfEach() throws IOException {
        Line line = line().carries("hello");
        assertThat(proxy.connections()).isEqualTo(1);
        say(line.client, "the last word");
        line.client.shutdownOutput();
        hear(line.server, "the last word");
        hearEnd(line.server);
        say(line.server, "an answer after it");
        line.server.close();
        hear(line.client, "an answer after it");
        hearEnd(line.client);
        await(() -> proxy.connections() == 0, "the connection is over");
    }

    @Test
    void passesOnAReset() throws IOException {
        Line line = line().carries("hello");
        line.client.setSoLinger(true, 0);
        line.client.close();
        hearReset(line.server);
    }

    @Test
    void resetsAClientWhenNobodyIsThereToServeIt() throws IOException {
        server.close();
        hearReset(client());
    }

    /** Otherwise a test of slow readers would measure the proxy's memory. */
    @Test
    void takesNoMoreFromASenderThanItsBuffersHoldWhileNobodyReads() throws Exception {
        Line line = line();
        byte[] bytes = new byte[32 << 20];
        new Random(proxy.seed()).nextBytes(bytes);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                line.client.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> sending.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(line.server.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        sending.join();
    }

    @Test
    void delaysInOrderWithAllThatIsBuffered() throws IOException {
        Line line = line();
        proxy.delay(Duration.ofMillis(100), Duration.ofMillis(100));
        long start = System.nanoTime();
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            say(line.client, i + " ");
            said.append(i).append(' ');
        }
        hear(line.server, said.toString());
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(100).toNanos());
        start = System.nanoTime();
        say(line.server, "back");
        hear(line.client, "back");
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(100).toNanos());
    }

    @Test
    void letsGoOfWhatIsDelayedWhenItHeals() throws IOException {
        Line line = line();
        proxy.delay(Duration.ofDays(1), Duration.ZERO);
        say(line.client, "tomorrow");
        line.client.shutdownOutput();
        hearNothing(line.server);
        proxy.pass();
        hear(line.server, "tomorrow");
        hearEnd(line.server);
    }

    @Test
    void tricklesAsManyBytesASecondAsItWasTold() throws IOException {
        Line line = line();
        proxy.trickle(2_000);
        byte[] bytes = new byte[1_000];
        long start = System.nanoTime();
        line.server.getOutputStream().write(bytes);
        assertThat(line.client.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isGreaterThan(Duration.ofMillis(450));
        proxy.pass();
        line.carries("full speed again");
    }

    @Test
    void swallowsEverythingInABlackHoleAndTellsNobody() throws IOException {
        Line live = line().carries("before");
        proxy.blackHole();
        say(live.client, "question");
        hearNothing(live.server);
        say(live.server, "answer");
        hearNothing(live.client);
        Socket late = client();
        say(late, "anyone?");
        hearNothing(late);
        live.client.close();
        hearNothing(live.server);
        server.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void resetsWhatLostBytesWhenTheBlackHoleHealsAndKeepsWhatLostNone() throws IOException {
        Line lossy = line().carries("before");
        Line quiet = line().carries("before");
        proxy.blackHole();
        Socket spoke = client();
        say(spoke, "anyone?");
        Socket waited = client();
        say(lossy.client, "lost");
        await(() -> proxy.connections() == 4, "all four are accepted");
        hearNothing(lossy.server);
        proxy.pass();
        hearReset(lossy.client);
        hearReset(lossy.server);
        hearReset(spoke);
        quiet.carries("after");
        new Line(waited, accepted()).carries("at last");
        assertThat(proxy.connections()).isEqualTo(2);
    }

    @Test
    void swallowsADelayedPartToo() throws IOException {
        Line line = line();
        proxy.delay(Duration.ofDays(1), Duration.ZERO);
        say(line.client, "on its way");
        hearNothing(line.server);
        proxy.blackHole();
        proxy.pass();
        hearReset(line.client);
        hearReset(line.server);
    }

    @Test
    void passesRequestsAndSwallowsAnswersWhereHalfOpen() throws IOException {
        Line live = line().carries("before");
        proxy.halfOpen();
        Line late = line();
        for (Line line : List.of(live, late)) {
            say(line.client, "question");
            hear(line.server, "question");
            say(line.server, "answer");
            hearNothing(line.client);
        }
        live.server.close();
        hearNothing(live.client);
        proxy.pass();
        hearReset(live.client);
        hearReset(late.client);
        hearReset(late.server);
    }

    /** From a black hole to half open: what was lost on the way to the server stays lost. */
    /** What it said could go nowhere, and the proxy tried that for ever: it did nothing else any more, and could not be closed. */
    @Test
    void goesOnWhenAClientTalksToAServerThatIsGoneWithoutItsKnowledge() throws IOException {
        Line line = line().carries("hello");
        proxy.halfOpen();
        line.server.setSoLinger(true, 0);
        line.server.close();
        hearNothing(line.client);
        say(line.client, "is anybody there?");
        hearNothing(line.client);
        proxy.pass();
        hearReset(line.client);
        line().carries("another one is");
    }

    @Test
    void resetsWhatLostBytesInTheDirectionThatFlowsAgain() throws IOException {
        Line asked = line();
        Line told = line();
        proxy.blackHole();
        say(asked.client, "question");
        say(told.server, "news");
        hearNothing(asked.server);
        hearNothing(told.client);
        proxy.halfOpen();
        hearReset(asked.client);
        say(told.client, "still there?");
        hear(told.server, "still there?");
    }

    @Test
    void refusesNewConnectionsUntilItPassesAgainOnTheSamePort() throws IOException {
        Line live = line().carries("before");
        proxy.refuse();
        assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
        live.carries("still");
        proxy.refuse();
        proxy.pass();
        live.carries("and on");
        line().carries("new");
    }

    @Test
    void leadsNewConnectionsElsewhere() throws IOException {
        Line live = line().carries("here");
        try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            proxy.retarget(other.getLocalPort());
            Socket client = client();
            try (Socket accepted = other.accept()) {
                new Line(client, accepted).carries("there");
            }
        }
        live.carries("still here");
    }

    @Test
    void resetsBothEndsAndTakesNewOnes() throws IOException {
        Line line = line().carries("before");
        proxy.reset();
        assertThat(proxy.connections()).isZero();
        hearReset(line.client);
        hearReset(line.server);
        line().carries("after");
    }

    @Test
    void dropsInAnOrderlyWayAlsoWhileBytesArrive() throws IOException {
        Line line = line().carries("before");
        proxy.drop();
        assertThat(proxy.connections()).isZero();
        say(line.client, "into the void");
        hearEnd(line.client);
        hearEnd(line.server);
        line().carries("after");
    }

    @Test
    void leavesNoThreadAndNoConnectionBehind() throws IOException {
        Line line = line().carries("before");
        String thread = "fault-proxy-" + proxy.port();
        proxy.close();
        proxy.close();
        hearReset(line.client);
        hearReset(line.server);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(other -> other.getName().equals(thread));
        assertThatThrownBy(proxy::pass).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
    }

    /** Random bytes in random pieces, while modes that lose nothing come and go. */
    @Test
    void keepsEveryByteInOrderWhileItSlowsDown() throws Exception {
        Random random = new Random(proxy.seed());
        Line line = line();
        byte[] bytes = new byte[1 << 20];
        random.nextBytes(bytes);
        CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> {
            try {
                InputStream in = line.server.getInputStream();
                return in.readNBytes(bytes.length);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int sent = 0; sent < bytes.length; ) {
            switch (random.nextInt(4)) {
                case 0 -> proxy.delay(Duration.ofMillis(random.nextInt(5)), Duration.ofMillis(5));
                case 1 -> proxy.trickle(1 + random.nextInt(5_000_000));
                case 2 -> proxy.refuse();
                default -> proxy.pass();
            }
            int length = Math.min(1 + random.nextInt(20_000), bytes.length - sent);
            line.client.getOutputStream().write(Arrays.copyOfRange(bytes, sent, sent + length));
            sent += length;
        }
        proxy.pass();
        assertThat(heard.get()).as("seed %d", proxy.seed()).isEqualTo(bytes);
    }

    @Test
    void carriesAThousandConnectionsOnItsOneThread() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            lines.add(line());
        }
        assertThat(proxy.connections()).isEqualTo(1_000);
        for (Line line : lines) {
            line.carries("through");
        }
        proxy.refuse();
        proxy.reset();
        for (Line line : lines) {
            hearReset(line.client);
        }
    }
}
