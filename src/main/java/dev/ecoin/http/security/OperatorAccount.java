package dev.ecoin.http.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The configured account for HTTP Basic; there is none without a password hash. */
@Singleton
final class OperatorAccount {

    private static final String KEY = "ecoin.security.operator.password-hash";

    private final String username;
    private final Optional<PasswordHash> hash;

    /**
     * @throws ConfigurationException if the hash is invalid
     */
    OperatorAccount(SecurityConfig config) {
        username = config.operator().username();
        hash = hash(config.operator());
    }

    boolean isConfigured() {
        return hash.isPresent();
    }

    String username() {
        return username;
    }

    /** Takes the same time for a wrong name as for a wrong password; too slow for an event loop. */
    boolean matches(String name, String password) {
        var isName =
                MessageDigest.isEqual(name.getBytes(StandardCharsets.UTF_8), username.getBytes(StandardCharsets.UTF_8));
        return hash.filter(expected -> expected.matches(password)).isPresent() && isName;
    }

    SecurityIdentity identity() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(username))
                .addRole(OperatorPolicy.ROLE)
                .build();
    }

    /** Digest of a text with a key that all replicas share and that a new password changes. */
    String digest(String text) {
        var key = hash.orElseThrow().toString().getBytes(StandardCharsets.UTF_8);
        return new KeyedDigest(key).of(text);
    }

    private static Optional<PasswordHash> hash(SecurityConfig.Operator operator) {
        if (operator.passwordHash().isPresent() && operator.passwordHashFile().isPresent()) {
            throw new ConfigurationException("Both " + KEY + " and " + KEY + "-file are set; one of them is enough.");
        }
        return operator.passwordHash().map(text -> parse(KEY, text)).or(() -> operator.passwordHashFile()
                .map(file -> parse(KEY + "-file", content(file))));
    }

    private static PasswordHash parse(String key, String text) {
        try {
            return PasswordHash.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The value of " + key + " cannot be used. " + e.getMessage(), e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("The file of " + KEY + "-file cannot be read: " + e, e);
        }
    }
}
