package dev.ecoin.http.security;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC of texts. Without the key a guessed text cannot be verified against a digest. */
final class KeyedDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    KeyedDigest(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** In hexadecimal digits. */
    String of(String... texts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (var text : texts) {
                mac.update(text.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
