package dev.ecoin.database;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How the service finds its database.
 *
 * @param address {@code postgresql://host:port/database}, without credentials
 * @param version PostgreSQL's own
 * @param majorVersion the first number of it
 * @param encrypted whether the connection is by TLS
 * @param roundTrip median of some
 * @param schema version of the schema in the database; empty if there is none yet
 * @param newestSchema the version that this build has
 * @param rows by table, counted up to {@link #COUNTED}
 * @param readOnly whether nothing can be written, as on a standby
 * @param mayMigrate whether the user may create tables
 */
public record DatabaseStatus(
        String address,
        String user,
        String version,
        int majorVersion,
        boolean encrypted,
        Duration roundTrip,
        Optional<Integer> schema,
        int newestSchema,
        SortedMap<String, Long> rows,
        boolean readOnly,
        boolean mayMigrate) {

    /** Rows are counted no farther: a large table takes minutes. */
    public static final long COUNTED = 1_000_000;

    private static final int OLDEST_SERVER = 14;

    /** What keeps the service from running on it, and what to do about that; empty if nothing does. */
    public Optional<String> problem() {
        if (majorVersion < OLDEST_SERVER) {
            return Optional.of("PostgreSQL " + version + " is too old; upgrade it to " + OLDEST_SERVER + " or newer.");
        }
        if (readOnly) {
            return Optional.of("The server takes no changes, as a standby does; name the primary in"
                    + " QUARKUS_DATASOURCE_REACTIVE_URL.");
        }
        var there = schema.orElse(0);
        if (there > newestSchema) {
            return Optional.of("The schema's version " + there + " is newer than this build's " + newestSchema
                    + "; run the version of the service that migrated it, or a newer one.");
        }
        if (there < newestSchema && !mayMigrate) {
            return Optional.of("The schema has to be migrated to version " + newestSchema + ", but the user " + user
                    + " may create nothing; as an administrator: GRANT CREATE ON SCHEMA public TO \"" + user + "\".");
        }
        return Optional.empty();
    }
}
