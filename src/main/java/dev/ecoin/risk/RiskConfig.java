package dev.ecoin.risk;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Bounds of what is simulated. */
@ConfigMapping(prefix = "ecoin.risk")
public interface RiskConfig {

    /** Most simulated prices of one answer: coins times days times paths. Each takes 8 bytes while it is computed. */
    @WithDefault("6000000")
    @WithConverter(AtLeastOne.class)
    int mostPrices();

    /** Most coins of a portfolio or of scenarios. */
    @WithDefault("20")
    @WithConverter(AtLeastOne.class)
    int mostCoins();

    /** Memory for answers that are kept to be given again. */
    @WithDefault("4M")
    @WithConverter(PositiveSize.class)
    MemorySize keptAnswers();
}
