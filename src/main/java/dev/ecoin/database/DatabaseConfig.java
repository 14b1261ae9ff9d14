package dev.ecoin.database;

import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the service's own database lies; a configured {@code quarkus.datasource.reactive.url} makes all of it moot. */
@ConfigMapping(prefix = "ecoin.database")
public interface DatabaseConfig {

    String DIRECTORY = "ecoin.database.directory";
    String EMBEDDED = "ecoin.database.embedded";
    String PREPARE = "ecoin.database.prepare";

    /** Directory of the embedded server's data, created at the first start and kept between runs. */
    Path directory();

    /** True while the service runs on a server that it started itself. Set by the entry point, not by users. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean embedded();

    /** How long the start waits for a server that is not reachable, or only starts itself. */
    @WithDefault("1m")
    @WithConverter(PositiveDuration.class)
    Duration startPatience();

    /** Whether the start checks and migrates the database. Set by the command {@code connection}, not by users. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean prepare();
}
