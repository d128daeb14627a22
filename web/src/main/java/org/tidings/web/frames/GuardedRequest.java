package org.tidings.web.frames;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Optional;
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

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String TYRUS = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

    private final long maxMessageBytes;
    private final int maxIdleFramesPerMinute;
    private final Consumer<FrameRule> told;
    private final OutputSlot slot;
    private final Compression compression;
    private final HttpServletResponse response;

    /**
     * @param maxMessageBytes longest message of the client, in bytes of payload
     * @param maxIdleFramesPerMinute how many pings, pongs and empty fragments are taken in a minute
     * @param told told once of the rule that ends the connection, on a thread of the container
     * @param slot gets the output for frames that are ready to go, where there is one
     * @param compression what may be agreed on
     * @param response says what is
     */
    public GuardedRequest(
            HttpServletRequest request,
            long maxMessageBytes,
            int maxIdleFramesPerMinute,
            Consumer<FrameRule> told,
            OutputSlot slot,
            Compression compression,
            HttpServletResponse response) {
        super(request);
        this.maxMessageBytes = maxMessageBytes;
        this.maxIdleFramesPerMinute = maxIdleFramesPerMinute;
        this.told = told;
        this.slot = slot;
        this.compression = compression;
        this.response = response;
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        if (!type.getName().equals(TYRUS)) {
            return super.upgrade(type);
        }
        try {
            T handler = type.getConstructor().newInstance();
            FrameOutput output = output();
            boolean deflating = output != null && agree();
            (output == null ? super.upgrade(GuardedUpgrade.class) : made())
                    .stand(
                            handler,
                            input -> guarded(input, deflating),
                            input -> deflating ? inflated(input) : input,
                            output);
            slot.fill(output, deflating ? compression.minBytes() : OutputSlot.NEVER);
            return handler;
        } catch (ReflectiveOperationException e) {
            // Better no connection than one without its guard.
            throw new ServletException("this Tyrus cannot be guarded", e);
        }
    }

    /** Where the connection was found, so is the request. */
    private GuardedUpgrade made() throws ReflectiveOperationException {
        GuardedUpgrade upgrade = new GuardedUpgrade();
        CatalinaRequest.behind(getRequest()).upgradeTo(upgrade);
        return upgrade;
    }

    /** Whether messages may be deflated from now on. Tyrus has not begun with its answer yet. */
    private boolean agree() {
        Optional<String> agreed =
                compression.on() ? DeflateOffer.answer(Collections.list(getHeaders(EXTENSIONS))) : Optional.empty();
        agreed.ifPresent(answer -> response.setHeader(EXTENSIONS, answer));
        return agreed.isPresent();
    }

    private GuardedInput guarded(ServletInputStream input, boolean deflating) {
        FrameGuard guard = new FrameGuard(maxMessageBytes, maxIdleFramesPerMinute, deflating, System::nanoTime);
        return new GuardedInput(input, guard, told);
    }

    private InflatedInput inflated(GuardedInput input) {
        return new InflatedInput(input, new MessageInflater(maxMessageBytes), told);
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
