package org.tidings.web.frames;

import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.Processor;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Stands where HTTP stood, on connections that carry frames by now: what arrives there goes straight to its reader. On Grizzly's threads,
 * one at a time for a connection.
 */
final class FrameFilter extends BaseFilter {
    /** Also tells the listener of the default distribution which connections it may read on the selector's thread. */
    private static final Attribute<FedInput> INPUT =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("org.tidings.web.frames.input");

    /** At most so much of a connection is read in a row, before others have the thread: a flood must not starve them. */
    private static final int READ_BYTES = 16_384;

    /** The latest chain; a server has one for each of its listeners, of which few carry WebSockets. */
    private static volatile Chains latest = new Chains(null, null);

    private record Chains(FilterChain withHttp, FilterChain withFrames) {}

    private FrameFilter() {}

    /** What serves a connection at the moment. */
    static FilterChain chainOf(NIOConnection connection) {
        Processor<?> own = connection.getProcessor();
        return (FilterChain) (own == null ? connection.getTransport().getProcessor() : own);
    }

    /** Those that stand between HTTP and the socket. */
    static List<Filter> belowHttp(FilterChain chain) {
        List<Filter> below = new ArrayList<>();
        for (Filter filter : chain) {
            if (filter instanceof HttpServerFilter) {
                return below;
            }
            below.add(filter);
        }
        throw new IllegalStateException("a listener without HTTP: " + chain);
    }

    /** From now on the connection's bytes are the input's. */
    static void stand(NIOConnection connection, FedInput input) {
        FilterChain withHttp = chainOf(connection);
        Chains known = latest;
        if (known.withHttp() != withHttp) {
            FilterChainBuilder builder = FilterChainBuilder.stateless().addAll(belowHttp(withHttp));
            known = new Chains(withHttp, builder.add(new FrameFilter()).build());
            latest = known;
        }
        connection.setReadBufferSize(READ_BYTES);
        INPUT.set(connection, input);
        connection.setProcessor(known.withFrames());
        if (!connection.isOpen()) {
            // Perhaps told to the chain before.
            input.end();
        }
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Buffer arrived = context.getMessage();
        INPUT.get(context.getConnection()).feed(arrived.toByteBuffer());
        arrived.tryDispose();
        return context.getStopAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        INPUT.get(context.getConnection()).end();
        return context.getStopAction();
    }
}
