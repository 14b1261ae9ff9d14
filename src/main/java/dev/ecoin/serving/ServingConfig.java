package dev.ecoin.serving;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveSize;
import dev.ecoin.training.Plausibility;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Limits on forecasts and on requests for them. */
@ConfigMapping(prefix = "ecoin.serving")
public interface ServingConfig {

    /** Longest horizon of a forecast, in days after the model's last observation. */
    @WithDefault("" + Plausibility.HORIZON)
    @WithConverter(AtLeastOne.class)
    int maxHorizon();

    /** A forecast whose origin is more than this many days old has a note that says so. */
    @WithDefault("3")
    @WithConverter(AtLeastZero.class)
    int staleAfter();

    /** Maximum number of coins in one request. */
    @WithDefault("50")
    @WithConverter(AtLeastOne.class)
    int mostCoins();

    /** Memory for cached answers. */
    @WithDefault("16M")
    @WithConverter(PositiveSize.class)
    MemorySize keptAnswers();
}
