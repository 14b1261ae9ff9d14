package dev.ecoin.http.security;

import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Roles, passwords, sessions and rates. {@code quarkus.oidc.*} configures OpenID Connect. */
@ConfigMapping(prefix = "ecoin.security")
public interface SecurityConfig {

    /** Role required for reading. The operator may always read; without this key everybody may. */
    Optional<String> readRole();

    /** Exports and other expensive requests that a client address may send in a minute; 0 for any number. */
    @WithDefault("60")
    @WithConverter(AtLeastZero.class)
    int expensiveRequestsPerMinute();

    /** Time that a browser stays signed in. */
    @WithDefault("12h")
    @WithConverter(PositiveDuration.class)
    Duration session();

    /** The account for HTTP Basic. */
    Operator operator();

    interface Operator {

        /** Name of the operator, who may change things. */
        @WithDefault("operator")
        String username();

        /** BCrypt hash of the password, as the command {@code password} prints it. Set it in the environment only. */
        Optional<String> passwordHash();

        /** File that holds the hash, such as a mounted secret. It is read at start. */
        Optional<Path> passwordHashFile();
    }
}
