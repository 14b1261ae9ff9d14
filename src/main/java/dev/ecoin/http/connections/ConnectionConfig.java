package dev.ecoin.http.connections;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits on client connections, on all ports. A connection that exceeds a timeout is closed within a second. */
@Unremovable // read by ServerTransportProvider, which is not a bean
@ConfigMapping(prefix = "ecoin.connections")
public interface ConnectionConfig {

    /**
     * Maximum number of open connections; fewer if {@code ulimit -n} allows fewer file descriptors. When all are taken, those
     * that have waited longest for their client are closed.
     */
    @WithDefault("1000")
    @WithConverter(AtLeastOne.class)
    int max();

    /** Time from the start of the connection, or the first byte of a later request, to the end of the headers. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration headerTimeout();

    /** Time from the end of the headers to the end of the body, or for each 256 KiB of it. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration bodyTimeout();

    /** Time from an answer to the first byte of the next request. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration idleTimeout();

    /** Time that a client may take for each 256 KiB of an answer, or for the rest of it. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration answerTimeout();
}
