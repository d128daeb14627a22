package org.tidings.web.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A container's side of a response, which is ready when the test says so and watches that it is used as it demands. */
final class ScriptedResponse extends ServletOutputStream {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean ready = true;
    private volatile int completed;
    private volatile boolean broken;
    private int status;
    private WriteListener listener;

    /** Whether more may be written; told to the listener where it may again. */
    void ready(boolean now) throws IOException {
        ready = now;
        if (now) {
            listener.onWritePossible();
        }
    }

    void breakDown() {
        broken = true;
    }

    String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    int completed() {
        return completed;
    }

    AsyncContext context() {
        return proxy(AsyncContext.class, (method, arguments) -> {
            if (method.equals("complete")) {
                completed++;
            }
            return null;
        });
    }

    HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (method, arguments) -> {
            switch (method) {
                case "setStatus" -> status = (int) arguments[0];
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                default -> {
                    // Nothing of interest.
                }
            }
            return null;
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void setWriteListener(WriteListener of) {
        listener = of;
    }

    @Override
    public void write(int b) {
        throw new UnsupportedOperationException("bytes come in arrays");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        use(() -> taken.writeBytes(bytes));
    }

    @Override
    public void flush() throws IOException {
        use(() -> {});
    }

    private void use(Runnable writing) throws IOException {
        if (broken) {
            throw new IOException("the peer is gone");
        }
        if (!ready || completed > 0 || inside.getAndIncrement() != 0) {
            throw new AssertionError("written when not ready, behind the end, or by two at once");
        }
        writing.run();
        inside.decrementAndGet();
    }
}
