package org.tidings.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate chain and its private key, as two PEM files hold them. Stateless. */
final class PemFiles {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");
    private static final String PKCS8 = "PRIVATE KEY";

    /** By the key's algorithm, the signature that proves that a private and a public key belong together. */
    private static final List<List<String>> ALGORITHMS =
            List.of(List.of("RSA", "SHA256withRSA"), List.of("EC", "SHA256withECDSA"));

    private PemFiles() {}

    /**
     * What the server shows.
     *
     * @param chain the server's certificate first
     */
    record Identity(List<X509Certificate> chain, PrivateKey key) {}

    /** @throws StartFailure where the two files are not a certificate and its key */
    static Identity read(Path certificates, Path key) throws StartFailure {
        List<X509Certificate> chain = chain(certificates);
        PublicKey shown = chain.get(0).getPublicKey();
        PrivateKey secret = privateKey(key, shown.getAlgorithm());
        if (!belongTogether(shown, secret)) {
            throw new StartFailure("the key in " + key + " is not that of the first certificate in " + certificates);
        }
        return new Identity(chain, secret);
    }

    private static List<X509Certificate> chain(Path file) throws StartFailure {
        try {
            Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (!read.isEmpty()) {
                return read.stream().map(X509Certificate.class::cast).toList();
            }
            throw new StartFailure("there is no certificate in " + file + ": PEM is expected");
        } catch (IOException e) {
            throw new StartFailure("cannot read " + file + ": name a readable file with --tls-cert", e);
        } catch (GeneralSecurityException e) {
            throw new StartFailure("there is no usable certificate in " + file + ": PEM is expected", e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws StartFailure {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StartFailure("cannot read " + file + ": name a readable file with --tls-key", e);
        }
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals(PKCS8)) {
                return decoded(file, block.group(2), algorithm);
            }
            if (block.group(1).endsWith(PKCS8)) {
                throw new StartFailure(file + " holds an " + block.group(1).toLowerCase(Locale.ROOT)
                        + "; PKCS#8 without a password is expected: openssl pkcs8 -topk8 -nocrypt -in " + file);
            }
        }
        throw new StartFailure("there is no private key in " + file + ": PEM with PKCS#8 is expected");
    }

    private static PrivateKey decoded(Path file, String base64, String algorithm) throws StartFailure {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new StartFailure("the key in " + file + " is no " + algorithm + " key, as the certificate's is", e);
        } catch (GeneralSecurityException e) {
            throw new StartFailure("keys of the kind " + algorithm + " are not used: RSA or EC", e);
        }
    }

    private static boolean belongTogether(PublicKey shown, PrivateKey secret) throws StartFailure {
        for (List<String> algorithm : ALGORITHMS) {
            if (algorithm.get(0).equals(shown.getAlgorithm())) {
                return verifies(shown, secret, algorithm.get(1));
            }
        }
        throw new StartFailure("keys of the kind " + shown.getAlgorithm() + " are not used: RSA or EC");
    }

    private static boolean verifies(PublicKey shown, PrivateKey secret, String algorithm) {
        try {
            byte[] anything = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(anything);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(shown);
            verifying.update(anything);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException notOfOneKind) {
            return false;
        }
    }
}
