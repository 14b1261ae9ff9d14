package dev.ecoin.database;

import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The database. {@code quarkus.datasource.reactive.url} names a server of your own instead of the embedded one. */
@ConfigMapping(prefix = "ecoin.database")
public interface DatabaseConfig {

    String DIRECTORY = "ecoin.database.directory";
    String EMBEDDED = "ecoin.database.embedded";
    String PREPARE = "ecoin.database.prepare";

    /**
     * Directory of the embedded server's programs, data and password. The first start creates it; it must be closed to other
     * users. A relative path starts in the working directory.
     */
    Path directory();

    /**
     * True while the service runs on a server that it started itself.
     *
     * @hidden set by the entry point
     */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean embedded();

    /** Time that the start waits for a server that is not reachable or still starting. */
    @WithDefault("1m")
    @WithConverter(PositiveDuration.class)
    Duration startPatience();

    /**
     * Whether the start checks and migrates the database.
     *
     * @hidden set by the command {@code connection}
     */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean prepare();
}
