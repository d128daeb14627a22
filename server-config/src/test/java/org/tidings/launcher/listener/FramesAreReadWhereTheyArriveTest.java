package org.tidings.launcher.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The strategy belongs to the server's listener: requests, and other applications, must not notice that it was ever changed. */
class FramesAreReadWhereTheyArriveTest {
    private static final byte REQUEST = 'r';
    private static final byte FRAME = 'f';

    private static final Attribute<Object> FRAMES =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.tidings.web.frames.input");

    private final TCPNIOTransport transport =
            TCPNIOTransportBuilder.newInstance().setSelectorRunnersCount(2).build();
    private final IOStrategy original = transport.getIOStrategy();
    private final BlockingQueue<Boolean> readBySelector = new LinkedBlockingQueue<>();
    private Socket peer;

    @BeforeEach
    void listen() throws IOException {
        transport.setProcessor(FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new Reader())
                .build());
        TCPNIOServerConnection listening = transport.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        transport.start();
        InetSocketAddress address = (InetSocketAddress) listening.getLocalAddress();
        peer = new Socket(address.getAddress(), address.getPort());
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        transport.shutdownNow();
    }

    @Test
    void byTheSelectorOnceAConnectionCarriesFramesAndByThePoolAgainAtTheEnd() throws Exception {
        GrizzlyListener listener = new GrizzlyListener(transport);
        listener.readFrames();
        assertThat(isReadBySelector(REQUEST)).isFalse();
        assertThat(isReadBySelector(REQUEST)).isFalse();
        // Still a request: what follows is not.
        assertThat(isReadBySelector(FRAME)).isFalse();
        assertThat(isReadBySelector(FRAME)).isTrue();
        assertThat(isReadBySelector(FRAME)).isTrue();

        listener.restore();
        assertThat(transport.getIOStrategy()).isSameAs(original);
        assertThat(isReadBySelector(FRAME)).isFalse();
        assertThat(isReadBySelector(FRAME)).isFalse();
    }

    @Test
    void forAllApplicationsByOneOfThem() throws Exception {
        GrizzlyListener first = new GrizzlyListener(transport);
        first.readFrames();
        GrizzlyListener second = new GrizzlyListener(transport);
        second.readFrames();
        isReadBySelector(FRAME);
        assertThat(isReadBySelector(FRAME)).isTrue();

        first.restore();
        assertThat(transport.getIOStrategy()).isSameAs(original);
        second.restore();
        assertThat(transport.getIOStrategy()).isSameAs(original);
    }

    /** As in a server that our launcher has not set up: it would read all frames, whatever processors there are. */
    @Test
    void notByTheOnlySelector() {
        transport.setSelectorRunnersCount(1);
        new GrizzlyListener(transport).readFrames();
        assertThat(transport.getIOStrategy()).isSameAs(original);
    }

    /** Somebody else stands before it who does not know that it has ended. */
    @Test
    void byThePoolWhereTheStrategyIsKeptBeyondItsEnd() throws Exception {
        GrizzlyListener listener = new GrizzlyListener(transport);
        listener.readFrames();
        IOStrategy kept = transport.getIOStrategy();
        isReadBySelector(FRAME);
        transport.setIOStrategy(original);
        listener.restore();
        transport.setIOStrategy(kept);
        assertThat(isReadBySelector(FRAME)).isFalse();
    }

    private boolean isReadBySelector(byte what) throws Exception {
        peer.getOutputStream().write(what);
        Boolean answer = readBySelector.poll(10, TimeUnit.SECONDS);
        assertThat(answer).as("read at all").isNotNull();
        return answer;
    }

    private final class Reader extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) {
            Buffer arrived = context.getMessage();
            if (arrived.get() == FRAME) {
                FRAMES.set(context.getConnection(), this);
            }
            arrived.dispose();
            readBySelector.add(Thread.currentThread().getName().endsWith("SelectorRunner"));
            return context.getStopAction();
        }
    }
}
