package org.tidings.web.frames;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A request for an upgrade whose connection, once upgraded, is guarded: Tyrus, asking this request to upgrade itself, is
 * given what passes a {@link FrameGuard}. Tyrus takes frames without a mask, and keeps up to 4 MB of one whose end never
 * comes. Other implementations get their connection past the servlet API, and are left alone.
 */
public final class GuardedRequest extends HttpServletRequestWrapper {
    private static final String TYRUS = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

    private final long maxMessageBytes;
    private final int maxIdleFramesPerMinute;
    private final Consumer<FrameRule> told;

    /**
     * @param maxMessageBytes longest message of the client, in bytes of payload
     * @param maxIdleFramesPerMinute how many pings, pongs and empty fragments are taken in a minute
     * @param told told once of the rule that ends the connection, on a thread of the container
     */
    public GuardedRequest(
            HttpServletRequest request, long maxMessageBytes, int maxIdleFramesPerMinute, Consumer<FrameRule> told) {
        super(request);
        this.maxMessageBytes = maxMessageBytes;
        this.maxIdleFramesPerMinute = maxIdleFramesPerMinute;
        this.told = told;
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        if (!type.getName().equals(TYRUS)) {
            return super.upgrade(type);
        }
        try {
            T handler = type.getConstructor().newInstance();
            super.upgrade(GuardedUpgrade.class).stand(handler, input -> {
                FrameGuard guard = new FrameGuard(maxMessageBytes, maxIdleFramesPerMinute, System::nanoTime);
                return new GuardedInput(input, guard, told);
            });
            return handler;
        } catch (ReflectiveOperationException e) {
            // Better no connection than one without its guard.
            throw new ServletException("this Tyrus cannot be guarded", e);
        }
    }
}
