package dev.ecoin.prices.imports;

import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;

/** Files of prices that clients send. */
@ConfigMapping(prefix = "ecoin.imports")
public interface ImportConfig {

    /** Maximum size of a file of prices in a request; packed by gzip or zip, it holds ten times as much. */
    @WithConverter(PositiveSize.class)
    MemorySize largestFile();
}
