package org.tidings.launcher.listener;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;

/**
 * Sees what goes on at each connection, as a filter of Grizzly's right behind the one that reads HTTP. Changes nothing of what passes
 * but offers that nobody takes up.
 *
 * <p>On Grizzly's threads; {@link #waiting} on any.
 */
final class PeerWatch extends BaseFilter {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Attribute<PeerWait> waits =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.tidings.launcher.listener.wait");
    /** All that are no WebSockets. */
    private final Set<Connection<?>> watched = ConcurrentHashMap.newKeySet();

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        waitOf(context.getConnection());
        return context.getInvokeAction();
    }

    /**
     * Another protocol than WebSocket is offered, and not taken up: the request goes on as if it were not (RFC 9110 §7.8). Left
     * alone, Grizzly takes what follows for the other protocol's, and the body never ends. Java's own client offers HTTP/2 with
     * every request.
     */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent offered) {
            HttpHeader head = offered.getHttpHeader();
            if (!head.getUpgrade().toLowerCase(Locale.ROOT).contains("websocket")) {
                head.getUpgradeDC().recycle();
                head.setIgnoreContentModifiers(false);
            }
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        PeerWait wait = waitOf(context.getConnection());
        if (wait.phase() != PeerWait.Phase.OPEN && HttpPacket.isHttp(context.getMessage())) {
            HttpContent part = context.getMessage();
            if (wait.received(part.isLast(), System.nanoTime())) {
                context.addCompletionListener(done -> over(done.getConnection()));
            }
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        PeerWait wait = waitOf(context.getConnection());
        if (wait.phase() != PeerWait.Phase.OPEN && HttpPacket.isHttp(context.getMessage())) {
            HttpPacket part = context.getMessage();
            if (part.getHttpHeader() instanceof HttpResponsePacket answer
                    && answer.getStatus() == SWITCHING_PROTOCOLS) {
                wait.upgraded();
                watched.remove(context.getConnection());
            } else {
                wait.writes(part instanceof HttpContent content && content.isLast());
                context.addCompletionListener(done -> wait.wrote());
            }
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        watched.remove(context.getConnection());
        return context.getInvokeAction();
    }

    /** The answer has been given, or a WebSocket has come to its end. */
    private void over(Connection<?> connection) {
        if (speaksHttp(connection)) {
            waits.get(connection).over(System.nanoTime());
            watch(connection);
        }
    }

    /** Not any more where a WebSocket was taken from HTTP: the request is over, the connection is not waiting for the next one. */
    private static boolean speaksHttp(Connection<?> connection) {
        return !(connection.getProcessor() instanceof FilterChain own)
                || own.stream().anyMatch(HttpServerFilter.class::isInstance);
    }

    /** A connection that is older than this filter counts from its first event. */
    private PeerWait waitOf(Connection<?> connection) {
        PeerWait known = waits.get(connection);
        if (known != null) {
            return known;
        }
        PeerWait wait = new PeerWait(System.nanoTime());
        waits.set(connection, wait);
        watch(connection);
        return wait;
    }

    private void watch(Connection<?> connection) {
        watched.add(connection);
        if (!connection.isOpen()) {
            // Closed meanwhile, with handleClose behind us.
            watched.remove(connection);
        }
    }

    int size() {
        return watched.size();
    }

    /** All that are no WebSockets, as they stand. */
    List<Patience.Waiting<Connection<?>>> waiting() {
        long now = System.nanoTime();
        return watched.stream().map(connection -> waiting(connection, now)).toList();
    }

    private Patience.Waiting<Connection<?>> waiting(Connection<?> connection, long now) {
        PeerWait wait = waits.get(connection);
        boolean queued = connection instanceof TCPNIOConnection tcp && queuedBytes(tcp) > 0;
        return new Patience.Waiting<>(connection, wait.phase(), wait.waitedNanos(now), wait.unreadNanos(queued, now));
    }

    private static int queuedBytes(NIOConnection connection) {
        return connection.getAsyncWriteQueue().spaceInBytes();
    }
}
