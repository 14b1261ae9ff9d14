package dev.ecoin.risk;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Limits on simulations. */
@ConfigMapping(prefix = "ecoin.risk")
public interface RiskConfig {

    /**
     * Maximum number of simulated prices in one answer: coins times days times paths. Each takes 8 bytes during the
     * computation.
     */
    @WithDefault("6000000")
    @WithConverter(AtLeastOne.class)
    int mostPrices();

    /** Maximum number of coins in a portfolio or in scenarios. */
    @WithDefault("20")
    @WithConverter(AtLeastOne.class)
    int mostCoins();

    /** Memory for cached answers. */
    @WithDefault("4M")
    @WithConverter(PositiveSize.class)
    MemorySize keptAnswers();
}
