package org.tidings.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks the instance itself, over HTTP as everybody else does, whether it is ready. */
final class Readiness {
    private static final int POLL_MILLIS = 50;
    private static final int ANSWER_TIMEOUT_MILLIS = 5_000;

    private final URI ready;

    /** @param ready the URL of the readiness check */
    Readiness(URI ready) {
        this.ready = ready;
    }

    /**
     * Waits until the instance says that it is ready.
     *
     * @param deadline in {@link System#nanoTime()}'s time
     * @return whether it was in time
     */
    boolean await(long deadline) throws InterruptedException {
        while (!isReady()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_TIMEOUT_MILLIS);
            connection.setReadTimeout(ANSWER_TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            // Not listening yet, or too busy to answer: asked again until the deadline.
            return false;
        }
    }
}
