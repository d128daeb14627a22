package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The network between clients and one server on this machine, with a fault put in at will. Listens on a loopback port of
 * its own and passes bytes on, in order, as the mode says that was set last; the mode holds for live connections and new
 * ones alike.
 *
 * <p>No stream ever goes on with a hole in it: a connection of which something was swallowed is reset as soon as a mode
 * would let that direction flow again. Where nobody listens at the server's port, a client is accepted and reset.
 *
 * <p>Any thread may call; a call returns when what it asks for has been done, and fails once the proxy is closed. One
 * thread of its own serves thousands of connections. It keeps a quarter of a megabyte a direction at most and then reads
 * no more, so that the slow are felt through it; a delay therefore also bounds the rate.
 */
public final class FaultProxy implements AutoCloseable {

    private final long seed;
    private final ProxyLoop loop;

    private FaultProxy(int serverPort, long seed) {
        this.seed = seed;
        try {
            loop = new ProxyLoop(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), seed);
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy to port " + serverPort, e);
        }
    }

    /** A proxy to a port on the loopback address, whether somebody listens there yet or not. Lets everything pass. */
    public static FaultProxy to(int port) {
        return to(port, ThreadLocalRandom.current().nextLong());
    }

    /** @param seed of the jitter's random numbers */
    public static FaultProxy to(int port, long seed) {
        return new FaultProxy(port, seed);
    }

    /** Where clients connect. The same for ever. */
    public int port() {
        return loop.port();
    }

    public long seed() {
        return seed;
    }

    /** Connections that are still open at one end at least, as far as that end may know. */
    public int connections() {
        return loop.connections();
    }

    /** Heals: everything passes at once, what was delayed too. */
    public void pass() {
        mode(Passage.FREE, Passage.FREE);
    }

    /** Everything takes longer, by the base and a random part of the jitter, each direction in its order. */
    public void delay(Duration base, Duration jitter) {
        Passage delayed = new Passage.Delayed(base.toNanos(), jitter.toNanos());
        mode(delayed, delayed);
    }

    /** So many bytes a second, in each direction of each connection. */
    public void trickle(int bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(bytesPerSecond + " bytes a second");
        }
        Passage trickling = new Passage.Trickling(bytesPerSecond);
        mode(trickling, trickling);
    }

    /**
     * Nothing passes, and nobody is told: not bytes, not an end, not a reset. New connections are accepted, and the
     * server does not hear of them.
     */
    public void blackHole() {
        mode(Passage.SWALLOWED, Passage.SWALLOWED);
    }

    /** What clients send passes; what the server sends, its ends and resets too, does not. */
    public void halfOpen() {
        mode(Passage.FREE, Passage.SWALLOWED);
    }

    /**
     * New connections are refused, until another mode is set: nobody listens. Live ones stay as they were, as when a
     * server's acceptor has died; with {@link #reset} or {@link #drop} after it, the server is gone altogether.
     */
    public void refuse() {
        loop.execute(loop::refuse);
    }

    /** From now on new connections go to another port, as when a load balancer has found a server to be dead. */
    public void retarget(int serverPort) {
        loop.execute(() -> loop.retarget(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort)));
    }

    /** Resets all live connections, at both ends. New ones are treated as the mode says. */
    public void reset() {
        loop.execute(() -> loop.live().forEach(ProxiedConnection::reset));
    }

    /** Ends all live connections in an orderly way, at both ends; what is on its way is lost. As {@link #reset} else. */
    public void drop() {
        loop.execute(() -> loop.live().forEach(ProxiedConnection::drop));
    }

    private void mode(Passage toServer, Passage toClient) {
        loop.execute(() -> loop.mode(new Passage.Mode(toServer, toClient)));
    }

    /** Resets everything and ends the thread. Closing twice does nothing. */
    @Override
    public void close() {
        loop.close();
    }
}
