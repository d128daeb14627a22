package org.tidings.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks the instance itself, over HTTP as everybody else does, whether it is ready. Confined to one thread. */
final class Readiness {
    private static final int POLL_MILLIS = 50;
    private static final int ANSWER_TIMEOUT_MILLIS = 5_000;

    /** In the answer's JSON, which the launcher has no parser for: {@code "obstacles":"…; …"}. */
    private static final Pattern OBSTACLES = Pattern.compile("\"obstacles\":\"(.*?)(?<!\\\\)\"");

    /** What {@code org.tidings.log.Refusal} begins with. To wait does not help: somebody has to change something. */
    private static final String REFUSED = "the broker refuses ";

    private final URI ready;
    private int status;
    private String answer = "";

    /** @param ready the URL of the readiness check */
    Readiness(URI ready) {
        this.ready = ready;
    }

    /** Whether there is an application to ask: a server whose application failed to start answers for it. */
    boolean isDeployed() {
        ask();
        return status != HttpURLConnection.HTTP_NOT_FOUND;
    }

    /**
     * Waits until the instance says that it is ready, or that it will not be.
     *
     * @param deadline in {@link System#nanoTime()}'s time
     * @return whether it was in time
     */
    boolean await(long deadline) throws InterruptedException {
        ask();
        while (status != HttpURLConnection.HTTP_OK) {
            if (refusal().isPresent() || System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
            ask();
        }
        return true;
    }

    /** What the instance says of it where the broker does not let it in; the same for each shard. */
    Optional<String> refusal() {
        return obstacles().stream()
                .flatMap(text -> Stream.of(text.split("; ")))
                .filter(text -> text.startsWith(REFUSED))
                .findFirst();
    }

    /** What the instance last said to be in the way, if it said anything. */
    Optional<String> obstacles() {
        String obstacles = OBSTACLES
                .matcher(answer)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .collect(Collectors.joining("; "));
        return Optional.of(obstacles).filter(text -> !text.isEmpty());
    }

    /** On this machine's own port, whatever name the certificate has. Nothing secret is sent there. */
    private static void trust(HttpsURLConnection connection) throws IOException {
        connection.setHostnameVerifier((host, session) -> true);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {new AnyServer()}, null);
            connection.setSSLSocketFactory(context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot speak TLS", e);
        }
    }

    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Asked is the server that this process has started, at the port that it has claimed.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Likewise.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Likewise.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void ask() {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection(Proxy.NO_PROXY);
            if (connection instanceof HttpsURLConnection secure) {
                trust(secure);
            }
            connection.setConnectTimeout(ANSWER_TIMEOUT_MILLIS);
            connection.setReadTimeout(ANSWER_TIMEOUT_MILLIS);
            status = connection.getResponseCode();
            try (InputStream body = connection.getErrorStream()) {
                answer = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
            connection.disconnect();
        } catch (IOException e) {
            // Not listening yet, or too busy to answer: asked again until the deadline.
            status = 0;
        }
    }
}
