package dev.ecoin.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of what is served. */
@ConfigMapping(prefix = "ecoin.serving")
public interface ServingConfig {

    /** Longest horizon of a forecast, in days after the model's last observation. */
    @WithDefault("1000")
    int maxHorizon();
}
