package dev.ecoin.http.connections;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Limits of a client's connection, on all ports. A connection beyond a timeout is closed within a second. Vert.x asks for
 * them by {@link ServerTransportProvider}, which is no bean, so no injection point keeps them.
 */
@Unremovable
@ConfigMapping(prefix = "ecoin.connections")
public interface ConnectionConfig {

    /**
     * Open connections at most; fewer where the process may not have as many file descriptors. When all are taken, those
     * that have waited longest for their client are closed.
     */
    @WithDefault("1000")
    @WithConverter(AtLeastOne.class)
    int max();

    /** From the connection's start, or from the first byte of a later request, until its headers are complete. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration headerTimeout();

    /** From the end of the headers until the body is complete, or has 256 KiB more. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration bodyTimeout();

    /** From an answer to the first byte of the next request. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration idleTimeout();

    /** How long a client may take for 256 KiB of an answer, or for the rest of it. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration answerTimeout();
}
