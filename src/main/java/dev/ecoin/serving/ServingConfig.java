package dev.ecoin.serving;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Limits of what is served. */
@ConfigMapping(prefix = "ecoin.serving")
public interface ServingConfig {

    /** Longest horizon of a forecast, in days after the model's last observation. */
    @WithDefault("1000")
    @WithConverter(AtLeastOne.class)
    int maxHorizon();

    /** A forecast whose origin is more days old says so. */
    @WithDefault("3")
    @WithConverter(AtLeastZero.class)
    int staleAfter();

    /** Most coins in one call. */
    @WithDefault("50")
    @WithConverter(AtLeastOne.class)
    int mostCoins();

    /** Memory for answers that are kept to be given again. */
    @WithDefault("16M")
    @WithConverter(PositiveSize.class)
    MemorySize keptAnswers();
}
