package org.tidings.launcher.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.NIOTransport;

/**
 * A listener of the server that this application runs in. Payara tells nobody in public where they are; what is asked here stands in
 * the one version that the distribution contains.
 */
final class GrizzlyListener {
    private static final String GLOBALS = "org.glassfish.internal.api.Globals";
    private static final String CONFIGURED = "org.glassfish.grizzly.config.dom.NetworkListener";
    private static final String SERVICE = "com.sun.enterprise.v3.services.impl.GrizzlyService";

    private static final int BEHIND_TRANSPORT = 1;

    private final Transport transport;
    private final FilterChain original;
    private final IOStrategy strategy;
    private final FrameReads reads;

    GrizzlyListener(Transport transport) {
        this.transport = transport;
        this.original = (FilterChain) transport.getProcessor();
        this.strategy = transport.getIOStrategy();
        this.reads = new FrameReads(strategy);
    }

    /** Those that are open. Fails where the server is not the one that it should be. */
    static List<GrizzlyListener> all() {
        ClassLoader server = Transport.class.getClassLoader();
        try {
            Object locator =
                    server.loadClass(GLOBALS).getMethod("getDefaultHabitat").invoke(null);
            Object service = service(locator, "getService", server.loadClass(SERVICE));
            Class<?> type = server.loadClass(CONFIGURED);
            Method lookup = service.getClass().getMethod("lookupNetworkProxy", type);
            List<GrizzlyListener> found = new ArrayList<>();
            for (Object configured : (Collection<?>) service(locator, "getAllServices", type)) {
                Object proxy = lookup.invoke(service, configured);
                if (proxy != null) {
                    Object listener =
                            proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
                    found.add(new GrizzlyListener((Transport)
                            listener.getClass().getMethod("getTransport").invoke(listener)));
                }
            }
            return found;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the server's listeners cannot be found", e);
        }
    }

    /** Services are found through the locator's class, whose methods are those of a public interface. */
    private static Object service(Object locator, String method, Class<?> type) throws ReflectiveOperationException {
        Class<?> face = locator.getClass().getClassLoader().loadClass("org.glassfish.hk2.api.ServiceLocator");
        Class<?>[] parameters = {java.lang.reflect.Type.class, java.lang.annotation.Annotation[].class};
        return face.getMethod(method, parameters).invoke(locator, type, new java.lang.annotation.Annotation[0]);
    }

    /**
     * Every connection's events pass this filter from now on: right behind the one that reads HTTP, and once before, at the bytes,
     * where connections are seen that were there already and never send a whole head.
     */
    void insert(Filter filter) {
        // A new chain instead of a place in the old one: contexts on their way count its filters.
        FilterChainBuilder chain = FilterChainBuilder.stateless().addAll(List.copyOf(original));
        transport.setProcessor(
                chain.add(behindHttp(), filter).add(BEHIND_TRANSPORT, filter).build());
    }

    /**
     * Frames are read on the selectors' threads from now on. Not where there is but one, which would be the only thread to read any; and
     * where another application does that already, it does so for all.
     */
    void readFrames() {
        boolean several = transport instanceof NIOTransport nio && nio.getSelectorRunnersCount() > 1;
        if (several && !FrameReads.isOne(strategy)) {
            transport.setIOStrategy(reads);
        }
    }

    /** As it was. */
    void restore() {
        transport.setProcessor(original);
        reads.end();
        if (transport.getIOStrategy() == reads) {
            transport.setIOStrategy(strategy);
        }
    }

    private int behindHttp() {
        for (int i = 0; i < original.size(); i++) {
            if (original.get(i) instanceof HttpServerFilter) {
                return i + 1;
            }
        }
        throw new IllegalStateException("the server's listener reads no HTTP: " + original);
    }
}
