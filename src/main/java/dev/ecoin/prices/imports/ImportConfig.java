package dev.ecoin.prices.imports;

import dev.ecoin.configuration.Values.PositiveSize;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;

/** Files of prices that are sent to the service. */
@ConfigMapping(prefix = "ecoin.imports")
public interface ImportConfig {

    /** The largest file that a request may send; packed by gzip or zip it holds ten times as much. */
    @WithConverter(PositiveSize.class)
    MemorySize largestFile();
}
