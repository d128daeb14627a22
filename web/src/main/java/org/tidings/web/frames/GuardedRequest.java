package org.tidings.web.frames;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A request for an upgrade whose connection, once upgraded, is guarded: Tyrus, asking this request to upgrade itself, is
 * given what passes a {@link FrameGuard}. Tyrus takes frames without a mask, and keeps up to 4 MB of one whose end never
 * comes. Other implementations get their connection past the servlet API, and are left alone.
 */
public final class GuardedRequest extends HttpServletRequestWrapper {
    private static final Logger LOG = System.getLogger(GuardedRequest.class.getName());
    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private static final String TYRUS = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

    private final long maxMessageBytes;
    private final int maxIdleFramesPerMinute;
    private final Consumer<FrameRule> told;
    private final OutputSlot slot;

    /**
     * @param maxMessageBytes longest message of the client, in bytes of payload
     * @param maxIdleFramesPerMinute how many pings, pongs and empty fragments are taken in a minute
     * @param told told once of the rule that ends the connection, on a thread of the container
     * @param slot gets the output for frames that are ready to go, where there is one
     */
    public GuardedRequest(
            HttpServletRequest request,
            long maxMessageBytes,
            int maxIdleFramesPerMinute,
            Consumer<FrameRule> told,
            OutputSlot slot) {
        super(request);
        this.maxMessageBytes = maxMessageBytes;
        this.maxIdleFramesPerMinute = maxIdleFramesPerMinute;
        this.told = told;
        this.slot = slot;
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        if (!type.getName().equals(TYRUS)) {
            return super.upgrade(type);
        }
        try {
            T handler = type.getConstructor().newInstance();
            FrameOutput output = output();
            super.upgrade(GuardedUpgrade.class).stand(handler, this::guarded, output);
            slot.fill(output);
            return handler;
        } catch (ReflectiveOperationException e) {
            // Better no connection than one without its guard.
            throw new ServletException("this Tyrus cannot be guarded", e);
        }
    }

    private GuardedInput guarded(ServletInputStream input) {
        return new GuardedInput(input, new FrameGuard(maxMessageBytes, maxIdleFramesPerMinute, System::nanoTime), told);
    }

    /** Null where the connection is not found: then frames take the container's way, which costs more. */
    private FrameOutput output() {
        try {
            return new FrameOutput(GrizzlyWire.under(getRequest()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            if (REPORTED.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "Frames go through the whole of the server, which costs much of each: {0}",
                        e.toString());
            }
            return null;
        }
    }
}
