package org.tidings.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Finds out, before anything is booted, whether a broker's certificate will do: the broker's client only says that it gets no connection. */
final class BrokerTls {
    private final SSLContext context;

    /** @param issuers those that are trusted, in PEM; null for those that Java trusts */
    BrokerTls(Path issuers) throws StartFailure {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(issuers == null ? null : store(issuers));
            context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "there is no usable certificate in " + issuers + ": name a file in PEM with --broker-ca", e);
        }
    }

    private static KeyStore store(Path issuers) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var pem = Files.newInputStream(issuers)) {
            for (Certificate issuer : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry(Integer.toString(store.size()), issuer);
            }
        }
        if (store.size() == 0) {
            throw new CertificateException("none");
        }
        return store;
    }

    /**
     * Shakes hands and hangs up.
     *
     * @param connected to the broker
     * @throws StartFailure when its certificate is not from a trusted issuer, or not for that name
     * @throws IOException when it does not answer
     */
    void check(Socket connected, InetSocketAddress address, int timeoutMillis) throws IOException, StartFailure {
        String where = address.getHostString() + ":" + address.getPort();
        connected.setSoTimeout(timeoutMillis);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(connected, bare(address.getHostString()), address.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        } catch (SSLHandshakeException e) {
            throw new StartFailure(
                    hasCause(e, CertPathBuilderException.class) || hasCause(e, CertPathValidatorException.class)
                            ? "the certificate of the broker at " + where
                                    + " is not from a trusted issuer, or not good any" + " more (" + root(e)
                                    + "): name its issuer with --broker-ca"
                            : "the certificate of the broker at " + where + " is not one for that name (" + root(e)
                                    + "): name the broker in --broker as its certificate does",
                    e);
        } catch (SSLException e) {
            throw new StartFailure(
                    "the broker at " + where + " does not speak TLS (" + root(e)
                            + "): start it with --tls-cert, or leave --broker-ca out",
                    e);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
