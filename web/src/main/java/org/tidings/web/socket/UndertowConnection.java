package org.tidings.web.socket;

import jakarta.websocket.Session;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.util.concurrent.Executor;

/**
 * The connection below a session of Undertow, in front of which it puts itself, as Undertow's own layers do: from then on Undertow
 * writes through a {@link SharedOutput} as the session does. Undertow's thread of the connection calls {@link #invoke}; it is where
 * the rest of a frame is written when the socket takes more.
 */
final class UndertowConnection implements InvocationHandler, SharedOutput.Sink {

    private static final UndertowInternals UNDERTOW = UndertowInternals.KNOWN;

    private final Object channel;
    private final Object connection;

    /** What stood first until now. */
    private final Object conduit;

    private final Executor ioThread;
    private final SharedOutput output;

    private UndertowConnection(Object channel, Object connection) throws Throwable {
        this.channel = channel;
        this.connection = connection;
        Object sink = (Object) UNDERTOW.sinkOfConnection().invokeExact(connection);
        this.conduit = (Object) UNDERTOW.conduitOfSink().invokeExact(sink);
        this.ioThread = (Executor) (Object) UNDERTOW.ioThreadOfConnection().invokeExact(connection);
        this.output = new SharedOutput(this, ioThread);
        Class<?> type = UNDERTOW.sinkConduit();
        Object front = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
        UNDERTOW.setConduitOfSink().invokeExact(sink, front);
    }

    /**
     * The connection below a session that has just opened, and has written nothing yet; null where the container is not the
     * Undertow that is known.
     */
    static UndertowConnection below(Session socket) throws IOException {
        if (UNDERTOW == null || UNDERTOW.session() != socket.getClass()) {
            return null;
        }
        return UndertowInternals.io(() -> {
            Object channel = (Object) UNDERTOW.channelOfSession().invokeExact((Object) socket);
            return new UndertowConnection(
                    channel, (Object) UNDERTOW.connectionOfChannel().invokeExact(channel));
        });
    }

    SharedOutput output() {
        return output;
    }

    Executor ioThread() {
        return ioThread;
    }

    /** Whether any thread may write: TLS keeps state that is its IO thread's alone. */
    boolean isPlain() {
        return connection.getClass().getName().equals(UNDERTOW.plainConnection());
    }

    /** Whether it has not come to its end. */
    boolean isOpen() {
        return ((Channel) connection).isOpen();
    }

    /** Ends it at once. */
    void close() throws IOException {
        ((Closeable) connection).close();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return UndertowInternals.io(() -> (int) UNDERTOW.write().invokeExact(conduit, (Object) source));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return UndertowInternals.io(
                () -> (long) UNDERTOW.writeSeveral().invokeExact(conduit, (Object) sources, offset, length));
    }

    @Override
    public boolean flush() throws IOException {
        return UndertowInternals.io(() -> (boolean) UNDERTOW.flush().invokeExact(conduit));
    }

    @Override
    public void resume() {
        try {
            UNDERTOW.resumeWrites().invokeExact(conduit);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void suspend() {
        try {
            UNDERTOW.suspendWrites().invokeExact(conduit);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isClosing() {
        try {
            return (boolean) UNDERTOW.isCloseFrameSent().invokeExact(channel);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Undertow calls the conduit of its connection: ours. */
    @Override
    public Object invoke(Object front, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "write":
                return arguments.length == 1
                        ? (Object) (int) output.writeContainers(new ByteBuffer[] {(ByteBuffer) arguments[0]}, 0, 1)
                        : (Object) output.writeContainers(
                                (ByteBuffer[]) arguments[0], (int) arguments[1], (int) arguments[2]);
            case "flush":
                return output.flush();
            case "suspendWrites":
                output.suspend();
                return null;
            case "writeFinal", "transferFrom":
                throw new UnsupportedOperationException("Undertow writes frames otherwise");
            case "terminateWrites", "truncateWrites":
                output.end();
                return passOn(method, arguments);
            default:
                return passOn(method, arguments);
        }
    }

    private Object passOn(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(conduit, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
