package dev.ecoin.analysis;

import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits on analyses and exports. */
@ConfigMapping(prefix = "ecoin.analysis")
public interface AnalysisConfig {

    /**
     * Time that the database may work on a page of an analysis, or on the next rows of an export, before the request
     * fails.
     */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration patience();
}
