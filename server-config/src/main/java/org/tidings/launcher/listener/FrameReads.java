package org.tidings.launcher.listener;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Lets the selector's thread itself read what arrives on connections that carry frames by now. To give each frame to another thread, and
 * to take the connection out of the selector meanwhile, costs about as much as to read it. All other events go the listener's own way.
 *
 * <p>That thread serves many connections: what is done with a frame must not wait for anybody. On Grizzly's selector threads, by many at
 * once.
 */
@SuppressWarnings("rawtypes") // As Grizzly declares them.
final class FrameReads implements IOStrategy {
    /** Set by {@code FrameFilter} of the web module, whichever application it is part of. */
    private static final Attribute<Object> FRAMES =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.tidings.web.frames.input");

    private final IOStrategy others;
    /** Somebody else stands before it and holds it, who began later and has not ended yet. */
    private volatile boolean over;

    /** @param others the listener's own */
    FrameReads(IOStrategy others) {
        this.others = others;
    }

    /** Whether it is of this kind, if of another application. */
    static boolean isOne(IOStrategy strategy) {
        return strategy.getClass().getName().equals(FrameReads.class.getName());
    }

    /** From now on nothing is read here. */
    void end() {
        over = true;
    }

    @Override
    public boolean executeIoEvent(Connection connection, IOEvent event) throws IOException {
        return strategy(connection, event).executeIoEvent(connection, event);
    }

    @Override
    public boolean executeIoEvent(Connection connection, IOEvent event, boolean enabled) throws IOException {
        return strategy(connection, event).executeIoEvent(connection, event, enabled);
    }

    @Override
    public Executor getThreadPoolFor(Connection connection, IOEvent event) {
        return strategy(connection, event).getThreadPoolFor(connection, event);
    }

    @Override
    public ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
        return others.createDefaultWorkerPoolConfig(transport);
    }

    private IOStrategy strategy(Connection<?> connection, IOEvent event) {
        return event == IOEvent.READ && !over && FRAMES.isSet(connection) ? SameThreadIOStrategy.getInstance() : others;
    }
}
