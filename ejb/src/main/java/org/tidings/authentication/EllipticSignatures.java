package org.tidings.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.tidings.settings.Settings;

/**
 * Who checks ES256 signatures: a native library where it is there and passes a test with known answers, else the JDK, which takes
 * seventeen times as long. Thread-safe.
 */
final class EllipticSignatures {
    static final String KEY = "tidings.native-signatures";

    private static final Logger LOG = System.getLogger(EllipticSignatures.class.getName());

    /** RFC 6979 A.2.5: the key, the message "sample", its signature with SHA-256 in DER. */
    private static final BigInteger X =
            new BigInteger("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", 16);

    private static final BigInteger Y =
            new BigInteger("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", 16);
    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNED = HexFormat.of()
            .parseHex("3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

    /** Beyond what any issuer has at a time; a limit to what is kept of keys that are gone. */
    private static final int MAX_KNOWN = 16;

    /** Null for the JDK's. */
    private final Provider provider;

    /** What was made of keys, which are known by their being the same objects; replaced as a whole. */
    private volatile List<Known> known = List.of();

    /** A verifier may be used by any number of threads at once. */
    private record Known(ECKey key, JWSVerifier verifier) {}

    private EllipticSignatures(Provider provider) {
        this.provider = provider;
    }

    static EllipticSignatures from(Settings settings) {
        return new EllipticSignatures(settings.getBoolean(KEY, true) ? Native.PROVIDER : null);
    }

    boolean isNative() {
        return provider != null;
    }

    /** Made once for as long as the key is held: its point is checked to be on its curve, and translated for the library. */
    JWSVerifier verifier(ECKey key) throws JOSEException {
        List<Known> before = known;
        for (Known each : before) {
            if (each.key() == key) {
                return each.verifier();
            }
        }
        JWSVerifier verifier = newVerifier(key);
        // What another thread adds meanwhile may get lost, and is then made again.
        List<Known> after = new ArrayList<>(before.size() < MAX_KNOWN ? before : List.of());
        after.add(new Known(key, verifier));
        known = List.copyOf(after);
        return verifier;
    }

    private JWSVerifier newVerifier(ECKey key) throws JOSEException {
        if (provider == null) {
            return new ECDSAVerifier(key);
        }
        ECDSAVerifier verifier = new ECDSAVerifier(key.toECPublicKey(provider));
        verifier.getJCAContext().setProvider(provider);
        return verifier;
    }

    /** Takes a good signature for good, and another message's for another's. */
    static boolean answersAsKnown(Provider provider) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        PublicKey key = KeyFactory.getInstance("EC", provider)
                .generatePublic(new ECPublicKeySpec(new ECPoint(X, Y), curve.getParameterSpec(ECParameterSpec.class)));
        byte[] another = SAMPLE.clone();
        another[0]++;
        return verifies(provider, key, SAMPLE) && !verifies(provider, key, another);
    }

    private static boolean verifies(Provider provider, PublicKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(SIGNED);
    }

    /** Loaded when first wanted, for the process. Never installed: nobody else's cryptography becomes another by it. */
    private static final class Native {
        private static final String NAME = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
        private static final Provider PROVIDER = find();

        private static Provider find() {
            try {
                Provider found =
                        (Provider) Class.forName(NAME).getField("INSTANCE").get(null);
                if (answersAsKnown(found)) {
                    return found;
                }
                LOG.log(Level.WARNING, "{0} does not verify as it should, and is not used", found);
            } catch (ClassNotFoundException notThere) {
                LOG.log(Level.DEBUG, "signatures are verified by the JDK");
            } catch (ReflectiveOperationException
                    | GeneralSecurityException
                    | RuntimeException
                    | LinkageError unusable) {
                LOG.log(Level.INFO, "signatures are verified by the JDK: {0}", unusable.toString());
            }
            return null;
        }
    }
}
