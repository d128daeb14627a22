package org.tidings.web.socket;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;

/**
 * What Undertow keeps of a handshake for as long as its connection lives, and never looks at again: the whole request with its
 * headers and attributes, through whoever was to be told of the upgrade, and the parser that read it. Almost 5 KB for each connection.
 * Does nothing on other servers, and where Undertow is not as known.
 */
final class UndertowHandshake {

    private static final Logger LOG = System.getLogger(UndertowHandshake.class.getName());

    private static final UndertowHandshake NONE = new UndertowHandshake(null);

    private static final String REQUEST = "io.undertow.servlet.spec.HttpServletRequestImpl";
    private static final String CONNECTION = "io.undertow.server.protocol.http.HttpServerConnection";

    /** HTTP's connection below it; null where there is nothing to let go of. */
    private final Object connection;

    private UndertowHandshake(Object connection) {
        this.connection = connection;
    }

    /** Of the request for the upgrade, as a filter is given it. */
    static UndertowHandshake of(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        if (!innermost.getClass().getName().equals(REQUEST) || Internals.KNOWN == null) {
            return NONE;
        }
        try {
            Object exchange = (Object) Internals.KNOWN.exchangeOfRequest.invokeExact((Object) innermost);
            Object below = (Object) Internals.KNOWN.connectionOfExchange.invokeExact(exchange);
            return below.getClass().getName().equals(CONNECTION) ? new UndertowHandshake(below) : NONE;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets go of it, once the connection is open: Undertow itself opens it from within the upgrade, the last that needed it. */
    void forget() {
        if (connection == null) {
            return;
        }
        try {
            Internals.KNOWN.setUpgradeListener.invokeExact(connection, (Object) null);
            Internals.KNOWN.setReadListener.invokeExact(connection, (Object) null);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Handles take and return plain objects, as those of {@link UndertowInternals}. */
    private record Internals(
            MethodHandle exchangeOfRequest,
            MethodHandle connectionOfExchange,
            MethodHandle setUpgradeListener,
            MethodHandle setReadListener) {

        /** Null where it has changed. Looked for where Undertow is the server; a constant, so that the handles cost nothing. */
        private static final Internals KNOWN = look();

        private static Internals look() {
            UndertowInternals undertow = UndertowInternals.KNOWN;
            if (undertow == null) {
                return null;
            }
            try {
                return of(undertow.session().getClassLoader());
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                LOG.log(
                        Level.WARNING,
                        "Undertow is not as it was known, which costs memory for each connection: {0}",
                        e.toString());
                return null;
            }
        }

        private static Internals of(ClassLoader undertow) throws ReflectiveOperationException {
            Method exchange = Class.forName(REQUEST, false, undertow).getMethod("getExchange");
            Class<?> http = Class.forName(CONNECTION, false, undertow);
            return new Internals(
                    UndertowInternals.handle(exchange),
                    UndertowInternals.handle(exchange.getReturnType().getMethod("getConnection")),
                    setter(http, "setUpgradeListener"),
                    setter(http, "setReadListener"));
        }

        private static MethodHandle setter(Class<?> type, String name) throws ReflectiveOperationException {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 1) {
                    method.setAccessible(true);
                    return UndertowInternals.handle(method);
                }
            }
            throw new NoSuchMethodException(type.getName() + '.' + name);
        }
    }
}
