package org.tidings.authentication;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads public keys in the forms that MicroProfile JWT allows: PEM (public keys or certificates), JWK, JWKS, each also
 * as Base64. Keys that no token may be verified with are left out: symmetric ones, RSA below 2048 bits, curves other
 * than P-256 and Ed25519, keys for encryption. Private parts are dropped.
 */
final class PublicKeys {
    private static final int MIN_RSA_BITS = 2048;
    private static final int ED25519_BYTES = 32;
    private static final Pattern PEM_BLOCK = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> KEY_FACTORIES = List.of("RSA", "EC", "Ed25519");

    private PublicKeys() {}

    /** @throws ParseException where the text is none of the known forms, or holds no key that may be used */
    static JWKSet parse(String text) throws ParseException {
        JWKSet usable = new JWKSet(
                readable(text.strip()).stream().filter(PublicKeys::mayVerify).toList());
        if (usable.isEmpty()) {
            throw new ParseException("no key that may verify tokens: RSA from 2048 bits, P-256 or Ed25519", 0);
        }
        return usable.toPublicJWKSet();
    }

    private static List<JWK> readable(String text) throws ParseException {
        try {
            return all(text);
        } catch (IllegalStateException | IllegalArgumentException impossible) {
            // So Nimbus calls a point that is not on its curve.
            throw new ParseException("a key whose parts do not fit each other", 0);
        }
    }

    private static boolean mayVerify(JWK key) {
        if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
            return false;
        }
        if (key instanceof RSAKey rsa) {
            return rsa.size() >= MIN_RSA_BITS;
        }
        return key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)
                || key instanceof OctetKeyPair pair
                        && pair.getCurve().equals(Curve.Ed25519)
                        && pair.getDecodedX().length == ED25519_BYTES;
    }

    private static List<JWK> all(String text) throws ParseException {
        if (text.startsWith("{")) {
            return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
        }
        if (text.startsWith("-----")) {
            return pem(text);
        }
        byte[] decoded = base64(text);
        String inner = new String(decoded, StandardCharsets.UTF_8).strip();
        return inner.startsWith("{") || inner.startsWith("-----") ? all(inner) : List.of(jwk(publicKey(decoded)));
    }

    private static List<JWK> pem(String text) throws ParseException {
        List<JWK> keys = new ArrayList<>();
        // An environment variable often holds the two characters \ and n for a line's end.
        Matcher block = PEM_BLOCK.matcher(text.replace("\\n", "\n"));
        while (block.find()) {
            byte[] der = base64(block.group(2));
            switch (block.group(1)) {
                case "PUBLIC KEY" -> keys.add(jwk(publicKey(der)));
                case "CERTIFICATE" -> keys.add(jwk(certifiedKey(der)));
                default -> throw new ParseException("PEM block " + block.group(1) + ", expected PUBLIC KEY", 0);
            }
        }
        return keys;
    }

    private static byte[] base64(String text) throws ParseException {
        try {
            String standard = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException notBase64) {
            throw new ParseException("neither JSON nor PEM nor Base64", 0);
        }
    }

    private static PublicKey publicKey(byte[] der) throws ParseException {
        for (String algorithm : KEY_FACTORIES) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException otherAlgorithm) {
                continue; // The encoding does not tell which factory to ask; each knows its own.
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("The JDK has no " + algorithm, missing);
            }
        }
        throw new ParseException("not a public key in X.509 encoding", 0);
    }

    private static PublicKey certifiedKey(byte[] der) throws ParseException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException malformed) {
            throw new ParseException("not an X.509 certificate", 0);
        }
    }

    private static JWK jwk(PublicKey key) throws ParseException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve != null) {
                return new ECKey.Builder(curve, ec).build();
            }
        }
        if (key instanceof EdECPublicKey) {
            byte[] encoded = key.getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, Ed25519Verifier.PREFIX.length, encoded.length);
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
        }
        throw new ParseException("keys of the type " + key.getAlgorithm() + " are not used for tokens", 0);
    }
}
