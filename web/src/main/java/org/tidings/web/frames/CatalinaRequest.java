package org.tidings.web.frames;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.glassfish.grizzly.http.server.Request;

/**
 * The request behind the servlet API, under GlassFish and Payara. There is no public way to it; what is known of it is looked up once, and a
 * server that has none, or another one, makes {@link #behind} throw. Used by the thread of its request.
 */
final class CatalinaRequest {
    private final Known known;
    private final Object request;

    private CatalinaRequest(Known known, Object request) {
        this.known = known;
        this.request = request;
    }

    /** Throws whatever there is to throw where it is not as known. */
    static CatalinaRequest behind(ServletRequest request) throws ReflectiveOperationException {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        Known known = Known.by(inner.getClass());
        return new CatalinaRequest(known, call(known.unwrapped(), inner));
    }

    /** Grizzly's request below it. */
    Request coyote() throws ReflectiveOperationException {
        return (Request) call(known.coyote(), request);
    }

    /**
     * Does what {@code upgrade} does, with a handler that is there. Catalina would have CDI make one, for which it looks for all that could be
     * injected into it and intercept it, each time anew: a tenth of a connection. Into ours nothing is injected.
     */
    void upgradeTo(HttpUpgradeHandler handler) throws ReflectiveOperationException {
        Request coyote = coyote();
        known.handler().set(request, handler);
        call(known.upgrading(), request, true);
        coyote.getResponse().suspend();
    }

    private static Object call(Method method, Object of, Object... arguments) throws ReflectiveOperationException {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(method.getName(), e.getCause());
        }
    }

    /** Where things are, beginning at a facade's type. */
    private record Known(Class<?> facade, Method unwrapped, Method coyote, Method upgrading, Field handler) {
        /** Null until it was looked up; that two threads do so does no harm. */
        private static volatile Known latest;

        static Known by(Class<?> facade) throws ReflectiveOperationException {
            Known known = latest;
            if (known == null || known.facade() != facade) {
                known = find(facade);
                latest = known;
            }
            return known;
        }

        private static Known find(Class<?> facade) throws ReflectiveOperationException {
            Method unwrapped = facade.getMethod("getUnwrappedCoyoteRequest");
            Class<?> request = unwrapped.getReturnType();
            Field handler = request.getDeclaredField("httpUpgradeHandler");
            handler.setAccessible(true);
            return new Known(
                    facade,
                    unwrapped,
                    request.getMethod("getCoyoteRequest"),
                    request.getMethod("setUpgrade", boolean.class),
                    handler);
        }
    }
}
