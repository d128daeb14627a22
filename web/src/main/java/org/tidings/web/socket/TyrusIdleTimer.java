package org.tidings.web.socket;

import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes from a session of Tyrus the scheduler of its idle timer, and from its container the scheduler that further sessions would
 * get. Tyrus schedules that timer at the beginning and anew at every frame in both directions, also where no idle timeout is set, as
 * here: on a server a managed task each, for which the context is captured by looking through all jars of the application under a lock.
 * Under load all threads waited for that lock, and it was a seventh of each handshake. Silence is our own business: {@code SessionClock}.
 *
 * <p>There is no public way to do so. Where the container is another one, or Tyrus has changed, nothing happens but that
 * frames cost more. Any thread may call.
 */
final class TyrusIdleTimer {

    private static final Logger LOG = System.getLogger(TyrusIdleTimer.class.getName());

    private static final String TYRUS_SESSION = "org.glassfish.tyrus.core.TyrusSession";
    private static final String SCHEDULER = "service";
    private static final String TYRUS_CONTAINER = "org.glassfish.tyrus.core.BaseContainer";
    private static final String CONTAINERS_SCHEDULER = "managedScheduledExecutorService";
    private static final ScheduledExecutorService NEVER = new Never();
    private static final AtomicBoolean CONTAINER_TAKEN = new AtomicBoolean();
    private static final AtomicBoolean REPORTED = new AtomicBoolean();
    /** Null until the first session. */
    private static volatile Field ofSessions;

    private TyrusIdleTimer() {}

    static void stop(Session socket) {
        if (socket.getClass().getName().equals(TYRUS_SESSION)) {
            try {
                sessionsScheduler(socket.getClass()).set(socket, NEVER);
                if (CONTAINER_TAKEN.compareAndSet(false, true)) {
                    stopFurther(socket.getContainer());
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                if (REPORTED.compareAndSet(false, true)) {
                    LOG.log(
                            Level.WARNING,
                            "Tyrus keeps its idle timers, which costs much of each frame: {0}",
                            e.toString());
                }
            }
        }
    }

    private static Field sessionsScheduler(Class<?> tyrusSession) throws NoSuchFieldException {
        Field known = ofSessions;
        if (known == null) {
            known = scheduler(tyrusSession);
            known.setAccessible(true);
            ofSessions = known;
        }
        return known;
    }

    /** The one container of this application, which schedules nothing else. */
    private static void stopFurther(WebSocketContainer container) throws ReflectiveOperationException {
        for (Class<?> type = container.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(TYRUS_CONTAINER)) {
                Field scheduler = containersScheduler(type);
                scheduler.setAccessible(true);
                if (scheduler.get(container) != null) {
                    scheduler.set(container, NEVER);
                }
            }
        }
    }

    /** Where a container keeps the server's scheduler, which sessions get. */
    static Field containersScheduler(Class<?> tyrusContainer) throws NoSuchFieldException {
        return scheduler(tyrusContainer, CONTAINERS_SCHEDULER);
    }

    /** Where a session keeps the scheduler of its idle timer. */
    static Field scheduler(Class<?> tyrusSession) throws NoSuchFieldException {
        return scheduler(tyrusSession, SCHEDULER);
    }

    private static Field scheduler(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        if (field.getType() != ScheduledExecutorService.class) {
            throw new NoSuchFieldException(field + " is no scheduler");
        }
        return field;
    }

    /** Takes tasks and does not run them. Has no threads. */
    private static final class Never extends ScheduledThreadPoolExecutor {

        /** One for all: it is never looked at but to be cancelled. */
        private static final ScheduledFuture<?> NOT_RUN = new NotRun();

        Never() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return NOT_RUN;
        }
    }

    private static final class NotRun extends FutureTask<Void> implements ScheduledFuture<Void> {

        NotRun() {
            super(() -> null);
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
