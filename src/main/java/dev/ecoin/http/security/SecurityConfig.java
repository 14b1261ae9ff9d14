package dev.ecoin.http.security;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may do what, and how much of it. OpenID Connect is configured by {@code quarkus.oidc}. */
@ConfigMapping(prefix = "ecoin.security")
public interface SecurityConfig {

    /** Role that reading needs, which the operator always may; open to everybody if left out. */
    Optional<String> readRole();

    /** Requests a minute that a client address may send to endpoints that are {@link Expensive}; 0 for any number. */
    @WithDefault("60")
    @WithConverter(AtLeastZero.class)
    int expensiveRequestsPerMinute();

    /** How long a browser stays signed in. */
    @WithDefault("12h")
    @WithConverter(PositiveDuration.class)
    Duration session();

    /** The one account of HTTP Basic. */
    Operator operator();

    interface Operator {

        @WithDefault("operator")
        String username();

        /** BCrypt hash of the password, as the command {@code password} prints it. From the environment only. */
        Optional<String> passwordHash();

        /** File that holds the hash, such as a mounted secret; read at start. */
        Optional<Path> passwordHashFile();
    }
}
