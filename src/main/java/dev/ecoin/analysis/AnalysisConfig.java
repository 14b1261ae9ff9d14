package dev.ecoin.analysis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the analyses. */
@ConfigMapping(prefix = "ecoin.analysis")
public interface AnalysisConfig {

    /** How long the database may work on one page of an analysis before it is answered with status 503. */
    @WithDefault("30s")
    Duration patience();
}
