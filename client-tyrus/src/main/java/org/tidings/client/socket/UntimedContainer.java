package org.tidings.client.socket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.core.ExecutorServiceProvider;

/**
 * Gives Tyrus' sessions their defaults, and no timers. A session re-schedules its idle task at every frame in both
 * directions, even where no idle timeout is set: that would keep ten threads a client and wake one of them for each
 * frame, and a frame sent while the last connection ends would fail for want of the scheduler. Stateless: any thread.
 */
public final class UntimedContainer extends ExecutorServiceProvider implements WebSocketContainer {

    private static final ScheduledExecutorService NEVER = new Never();

    private final int maxMessageBytes;

    /** @param maxMessageBytes longest message taken, also in fragments */
    public UntimedContainer(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public ExecutorService getExecutorService() {
        return NEVER;
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return NEVER;
    }

    @Override
    public long getDefaultAsyncSendTimeout() {
        return 0;
    }

    @Override
    public void setAsyncSendTimeout(long timeoutMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getDefaultMaxSessionIdleTimeout() {
        return 0;
    }

    @Override
    public void setDefaultMaxSessionIdleTimeout(long timeoutMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getDefaultMaxBinaryMessageBufferSize() {
        return maxMessageBytes;
    }

    @Override
    public void setDefaultMaxBinaryMessageBufferSize(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getDefaultMaxTextMessageBufferSize() {
        return maxMessageBytes;
    }

    @Override
    public void setDefaultMaxTextMessageBufferSize(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<Extension> getInstalledExtensions() {
        return Set.of();
    }

    @Override
    public Session connectToServer(Object endpoint, URI path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Class<?> endpoint, URI path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Endpoint endpoint, ClientEndpointConfig config, URI path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Class<? extends Endpoint> endpoint, ClientEndpointConfig config, URI path) {
        throw new UnsupportedOperationException();
    }

    /** Takes tasks and does not run them. Has no threads. */
    private static final class Never extends ScheduledThreadPoolExecutor {

        Never() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return new NotRun(task);
        }
    }

    private static final class NotRun extends FutureTask<Void> implements ScheduledFuture<Void> {

        NotRun(Runnable task) {
            super(task, null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
