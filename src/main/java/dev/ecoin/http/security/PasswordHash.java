package dev.ecoin.http.security;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The hash of a password in BCrypt's modular crypt format. */
public final class PasswordHash {

    /** BCrypt ignores further bytes of a password. */
    public static final int LONGEST_PASSWORD_IN_BYTES = 72;

    private static final int SHORTEST_PASSWORD = 12;

    /** 2^12 rounds: a quarter of a second per guess on a machine of 2026. */
    private static final int COST = 12;

    private static final Pattern FORMAT =
            Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-9]|2[0-9]|3[01])\\$[./A-Za-z0-9]{53}");

    private final String text;

    private PasswordHash(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the password is too short or too long; the message is for the user */
    public static PasswordHash of(String password) {
        var length = password.codePointCount(0, password.length());
        if (length < SHORTEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "The password has " + length + " characters. Use at least " + SHORTEST_PASSWORD + ".");
        }
        if (isTooLong(password)) {
            throw new IllegalArgumentException(
                    "The password is longer than the " + LONGEST_PASSWORD_IN_BYTES + " bytes that BCrypt reads.");
        }
        return new PasswordHash(BcryptUtil.bcryptHash(password, COST));
    }

    /** @throws IllegalArgumentException if the text is not a BCrypt hash; the message does not repeat it */
    static PasswordHash parse(String text) {
        if (!FORMAT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "It is not a BCrypt hash, which has 60 characters and begins with $2a$, $2b$ or $2y$. The command"
                            + " `password` prints one. Put it into single quotes in a shell.");
        }
        // The variants mark bugs of other implementations.
        return new PasswordHash("$2a" + text.substring(3));
    }

    boolean matches(String password) {
        return !isTooLong(password) && BcryptUtil.matches(password, text);
    }

    /** The text to configure. */
    @Override
    public String toString() {
        return text;
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_IN_BYTES;
    }
}
