package dev.ecoin.analysis;

import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the analyses. */
@ConfigMapping(prefix = "ecoin.analysis")
public interface AnalysisConfig {

    /** How long the database may work on a page of an analysis, or on the next rows of an export, before it fails. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration patience();
}
