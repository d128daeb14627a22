package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pins why a connection may outlive its session: Grizzly closes one when everything is written, a frame that its peer never reads
 * included, and has no end of patience.
 */
@Timeout(30)
class GrizzlyWaitsForWhoReadsNothingTest {
    private final BlockingQueue<TCPNIOConnection> accepted = new LinkedBlockingQueue<>();
    private final TCPNIOTransport transport =
            TCPNIOTransportBuilder.newInstance().setSelectorRunnersCount(1).build();
    private Socket peer;
    private TCPNIOConnection connection;
    private FrameOutput output;

    @BeforeEach
    @SuppressWarnings("deprecation") // No settings are needed.
    void connect() throws Exception {
        transport.setProcessor(FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new HttpServerFilter())
                .add(new Accepting())
                .build());
        TCPNIOServerConnection listening = transport.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        transport.start();
        peer = new Socket();
        peer.setReceiveBufferSize(4_096);
        peer.connect(listening.getLocalAddress());
        connection = accepted.poll(10, TimeUnit.SECONDS);
        output = new FrameOutput(new GrizzlyWire(null, connection));
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        transport.shutdownNow();
    }

    @Test
    void untilItIsCut() throws Exception {
        CompletableFuture<Throwable> last = stuck();
        new FrameStream(output, output.wire()::close).close();
        assertThat(connection.isOpen()).as("it waits for the peer").isTrue();
        assertThat(output.isOpen()).isTrue();

        output.cut();

        assertThat(output.isOpen()).isFalse();
        assertThat(last.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        // What the system had taken still comes, and then the end.
        InputStream in = peer.getInputStream();
        byte[] bytes = new byte[65_536];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            assertThat(count).isPositive();
        }
    }

    @Test
    void andClosesBehindWhatIsRead() throws Exception {
        CompletableFuture<Throwable> last = stuck();
        new FrameStream(output, output.wire()::close).close();

        peer.getInputStream().readAllBytes();

        assertThat(last.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(output.isOpen()).isFalse();
    }

    /** Writes until the system takes no more; what came of the last frame. */
    private CompletableFuture<Throwable> stuck() {
        CompletableFuture<Throwable> last;
        do {
            byte[] frame = new byte[65_536];
            frame[0] = (byte) 0x82;
            last = new CompletableFuture<>();
            output.write(ByteBuffer.wrap(frame), last::complete);
        } while (last.isDone());
        return last;
    }

    private final class Accepting extends BaseFilter {
        @Override
        public NextAction handleAccept(FilterChainContext context) {
            accepted.add((TCPNIOConnection) context.getConnection());
            return context.getInvokeAction();
        }
    }
}
