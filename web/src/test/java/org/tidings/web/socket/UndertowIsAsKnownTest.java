package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;

/**
 * The very Undertow that WildFly contains. What is used of its inside may change with any version; then frames go the slow way, and
 * this says so.
 */
@Timeout(30)
class UndertowIsAsKnownTest {

    private static final BlockingQueue<Session> OPENED = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Session> CLOSED = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Reference<HttpServletRequest>> REQUESTS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<UndertowHandshake> HANDSHAKES = new LinkedBlockingQueue<>();
    private static final String LONG = "x".repeat(65_000);
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int TEXT = 0x81;
    private static final int LENGTH_IN_16_BITS = 126;

    private Undertow server;
    private Socket client;
    private DataInputStream in;
    private Transport transport;

    public static final class Silent extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            OPENED.add(session);
        }

        @Override
        public void onClose(Session session, jakarta.websocket.CloseReason reason) {
            CLOSED.add(session);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        OPENED.clear();
        CLOSED.clear();
        REQUESTS.clear();
        HANDSHAKES.clear();
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(getClass().getClassLoader())
                .setContextPath("/")
                .setDeploymentName("known")
                .addFilter(Servlets.filter("handshakes", Handshakes.class))
                .addFilterUrlMapping("handshakes", "/*", DispatcherType.REQUEST)
                .addServletContextAttribute(
                        WebSocketDeploymentInfo.ATTRIBUTE_NAME,
                        new WebSocketDeploymentInfo()
                                .addEndpoint(ServerEndpointConfig.Builder.create(Silent.class, "/ws")
                                        .build()));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
        manager.deploy();
        Undertow.Builder builder = Undertow.builder();
        SSLContext tls = tls();
        server = (tls == null ? builder.addHttpListener(0, "127.0.0.1") : builder.addHttpsListener(0, "127.0.0.1", tls))
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setHandler(Handlers.path(manager.start()))
                .build();
        server.start();
        client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        if (tls != null) {
            client = tls.getSocketFactory().createSocket(client, "127.0.0.1", port(), true);
        }
        client.getOutputStream()
                .write(("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        in = new DataInputStream(client.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        Session socket = OPENED.poll(10, TimeUnit.SECONDS);
        transport = UndertowTransport.of(socket, new WebSocketTransport(socket, WireFormat.JSON));
    }

    /** Null for a listener that speaks none. */
    SSLContext tls() throws Exception {
        return null;
    }

    /** Where the application's filters stand. */
    public static final class Handshakes extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            REQUESTS.add(new WeakReference<>(request));
            HANDSHAKES.add(UndertowHandshake.of(new HttpServletRequestWrapper(request)));
            chain.doFilter(request, response);
        }
    }

    private int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop();
    }

    @Test
    void readyFramesReachThePeer() throws Exception {
        assertThat(transport).isInstanceOf(UndertowTransport.class);
        send("hello").get(10, TimeUnit.SECONDS);
        assertThat(text()).isEqualTo("hello");
        transport.ping();
        assertThat(in.readUnsignedShort()).as("ping, no data").isEqualTo(PING << 8);
        send("again").get(10, TimeUnit.SECONDS);
        assertThat(text()).isEqualTo("again");
    }

    @Test
    void aStoppedReaderHoldsNobodyUpAndGetsItsPongsBetweenFrames() throws Exception {
        int frames = 0;
        CompletableFuture<Throwable> last;
        do {
            last = send(LONG);
            frames++;
        } while (isTaken(last));
        client.getOutputStream().write(new byte[] {(byte) PING, (byte) 0x80, 0, 0, 0, 0});
        boolean answered = false;
        for (int texts = 0; texts < frames || !answered; ) {
            int first = in.readUnsignedByte();
            if (first == PONG) {
                assertThat(in.readUnsignedByte()).isZero();
                answered = true;
            } else {
                assertThat(first).isEqualTo(TEXT);
                assertThat(restOfText()).isEqualTo(LONG);
                texts++;
            }
        }
        assertThat(last.get(10, TimeUnit.SECONDS)).isNull();
    }

    /** The close frame could not reach it, and its socket would have stayed for as long as it liked. */
    @Test
    void closingAStoppedReaderEndsItsConnection() throws Exception {
        CompletableFuture<Throwable> last;
        do {
            last = send(LONG);
        } while (isTaken(last));
        transport.close(CloseCode.SLOW_CONSUMER);
        assertThat(last.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(CLOSED.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    /** It takes its leave, but not what was sent before: Undertow's answer would wait behind that for as long as it liked. */
    @Test
    void aStoppedReaderThatTakesItsLeaveLingersUntilItIsCut() throws Exception {
        byte[] ping = {(byte) PING, (byte) 0x80, 0, 0, 0, 0};
        CompletableFuture<Throwable> last;
        do {
            do {
                last = send(LONG);
            } while (isTaken(last));
            // With its answer Undertow looks again whether there is room.
            client.getOutputStream().write(ping);
        } while (isTaken(last));
        client.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8});
        assertThat(CLOSED.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(isTaken(last)).isFalse();
        assertThat(transport.lingers()).isTrue();

        transport.cut();
        assertThat(transport.lingers()).isFalse();
    }

    /** Undertow kept each for as long as the connection lived: a third of what an idle one needed. */
    @Test
    void theRequestIsLetGoOfOnceTheConnectionIsOpen() throws Exception {
        send("hello").get(10, TimeUnit.SECONDS);
        assertThat(text()).isEqualTo("hello");
        HANDSHAKES.take().forget();
        Reference<HttpServletRequest> request = REQUESTS.take();
        while (request.get() != null) {
            System.gc();
        }
        transport.ping();
        assertThat(in.readUnsignedShort()).isEqualTo(PING << 8);
    }

    @Test
    void nothingFollowsACloseFrame() throws Exception {
        transport.close(CloseCode.GOING_AWAY);
        assertThat(send("late").get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(in.readUnsignedByte()).isEqualTo(0x88);
    }

    /** Over TLS another thread writes it. */
    private static boolean isTaken(CompletableFuture<Throwable> frame) throws Exception {
        try {
            frame.get(300, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Throwable> send(String text) {
        CompletableFuture<Throwable> done = new CompletableFuture<>();
        transport.send(OutboundFrame.text(text, 1), done::complete);
        return done;
    }

    private String text() throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(TEXT);
        return restOfText();
    }

    private String restOfText() throws IOException {
        int length = in.readUnsignedByte();
        byte[] text = new byte[length == LENGTH_IN_16_BITS ? in.readUnsignedShort() : length];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
