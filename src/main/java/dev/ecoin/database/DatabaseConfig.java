package dev.ecoin.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where the service's own database lies; a configured {@code quarkus.datasource.reactive.url} makes all of it moot. */
@ConfigMapping(prefix = "ecoin.database")
public interface DatabaseConfig {

    String DIRECTORY = "ecoin.database.directory";
    String EMBEDDED = "ecoin.database.embedded";

    /** Directory of the embedded server's data, created at the first start and kept between runs. */
    Path directory();

    /** True while the service runs on a server that it started itself. Set by the entry point, not by users. */
    @WithDefault("false")
    boolean embedded();
}
