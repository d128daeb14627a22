package org.tidings.launcher;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives the server in this JVM our certificate in the place of that in its key store. Payara makes its key managers by the JVM's
 * default algorithm, and keeps them for as long as it listens; one of ours asks for the certificate each time.
 *
 * <p>So no key store is written: the key stays in the one file that the operator keeps.
 */
final class CertificateProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "TidingsCertificate";

    private CertificateProvider(ServerCertificate certificate) {
        super("Tidings", "1", "the server's certificate, read again when its files change");
        putService(new Service(this, "KeyManagerFactory", ALGORITHM, Factory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Factory(certificate);
            }
        });
    }

    /** For the whole JVM, before the server boots. */
    static void install(ServerCertificate certificate) {
        Security.addProvider(new CertificateProvider(certificate));
        Security.setProperty("ssl.KeyManagerFactory.algorithm", ALGORITHM);
        assert KeyManagerFactory.getDefaultAlgorithm().equals(ALGORITHM);
    }

    private static final class Factory extends KeyManagerFactorySpi {
        private final ServerCertificate certificate;

        Factory(ServerCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        protected void engineInit(KeyStore ignored, char[] password) {
            // The server's own store holds a certificate that everybody has the key of.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters ignored) {
            // Likewise.
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {new CurrentCertificate(certificate)};
        }
    }

    /** One certificate under whatever name it is asked for. */
    private static final class CurrentCertificate extends X509ExtendedKeyManager {
        private static final String ALIAS = "server";

        private final ServerCertificate certificate;

        CurrentCertificate(ServerCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.identity().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.identity().key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            String alias = alias(keyType);
            return alias == null ? null : new String[] {alias};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return alias(keyType);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return alias(keyType);
        }

        /** The server shows it to clients; as a client it shows none. */
        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }

        private String alias(String keyType) {
            return keyType.startsWith(certificate.identity().key().getAlgorithm()) ? ALIAS : null;
        }
    }
}
