package org.tidings.web.socket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * The way from a session of Undertow to the connection below it, and what that connection is asked. Undertow's own classes are
 * visible to a web application on WildFly; XNIO's, which stand in their signatures, are not. Hence handles, all of which take and
 * return plain objects.
 *
 * @param session {@code io.undertow.websockets.jsr.UndertowSession}
 * @param sinkConduit {@code org.xnio.conduits.StreamSinkConduit}: an interface, so that one of ours can stand before another
 * @param plainConnection the one class of connection that any thread may write to; others, such as those of TLS, are their IO
 *     thread's
 */
record UndertowInternals(
        Class<?> session,
        Class<?> sinkConduit,
        String plainConnection,
        MethodHandle channelOfSession,
        MethodHandle isCloseFrameSent,
        MethodHandle connectionOfChannel,
        MethodHandle ioThreadOfConnection,
        MethodHandle sinkOfConnection,
        MethodHandle conduitOfSink,
        MethodHandle setConduitOfSink,
        MethodHandle write,
        MethodHandle writeSeveral,
        MethodHandle flush,
        MethodHandle resumeWrites,
        MethodHandle suspendWrites) {

    private static final Logger LOG = System.getLogger(UndertowInternals.class.getName());
    /** For the log; behind it what was found instead. */
    static final String UNKNOWN = "Undertow is not as it was known, which costs much of each frame: {0}";

    private static final String SESSION = "io.undertow.websockets.jsr.UndertowSession";
    private static final String FRAMED_CHANNEL = "io.undertow.server.protocol.framed.AbstractFramedChannel";
    private static final String PLAIN_CONNECTION = "org.xnio.nio.NioSocketStreamConnection";

    /** Null where it has changed. A constant, so that the handles cost nothing. */
    static final UndertowInternals KNOWN = look();

    /** Whether a session is one of Undertow's, known or not. */
    static boolean isUndertow(Session socket) {
        return socket.getClass().getName().equals(SESSION);
    }

    private static UndertowInternals look() {
        try {
            return of(Class.forName(SESSION, false, UndertowInternals.class.getClassLoader()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, UNKNOWN, e.toString());
            return null;
        }
    }

    static UndertowInternals of(Class<?> session) throws ReflectiveOperationException {
        Method channel = session.getMethod("getWebSocketChannel");
        Class<?> framed = Class.forName(FRAMED_CHANNEL, false, session.getClassLoader());
        Method connection = framed.getDeclaredMethod("getUnderlyingConnection");
        connection.setAccessible(true);
        Method sink = connection.getReturnType().getMethod("getSinkChannel");
        Method conduit = sink.getReturnType().getMethod("getConduit");
        Class<?> conduits = conduit.getReturnType();
        return new UndertowInternals(
                session,
                conduits,
                PLAIN_CONNECTION,
                handle(channel),
                handle(channel.getReturnType().getMethod("isCloseFrameSent")),
                handle(connection),
                handle(connection.getReturnType().getMethod("getIoThread")),
                handle(sink),
                handle(conduit),
                handle(sink.getReturnType().getMethod("setConduit", conduits)),
                handle(conduits.getMethod("write", ByteBuffer.class)),
                handle(conduits.getMethod("write", ByteBuffer[].class, int.class, int.class)),
                handle(conduits.getMethod("flush")),
                handle(conduits.getMethod("resumeWrites")),
                handle(conduits.getMethod("suspendWrites")));
    }

    /** With {@code Object} in the place of every class that is not the platform's. */
    static MethodHandle handle(Method method) throws IllegalAccessException {
        MethodHandle handle = MethodHandles.lookup().unreflect(method);
        return handle.asType(handle.type().erase());
    }

    /** Runs a handle; what it throws is the container's. */
    interface Call<T> {

        T run() throws Throwable;
    }

    static <T> T io(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
