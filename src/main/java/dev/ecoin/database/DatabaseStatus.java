package dev.ecoin.database;

import java.net.URI;
import java.util.Optional;

/**
 * Properties of the database that determine whether the service can use it.
 *
 * @param address {@code postgresql://host:port/database}, without credentials
 * @param version version of PostgreSQL
 * @param majorVersion the first number of it
 * @param encrypted whether the connection uses TLS
 * @param schema version of the schema in the database; empty if there is none yet
 * @param newestSchema schema version of this build
 * @param encoding encoding of stored text
 * @param keepsSession whether a connection keeps its session between statements
 * @param readOnly whether nothing can be written, as on a standby
 * @param mayMigrate whether the user may create tables
 * @param mayStage whether the user may create temporary tables
 * @param closedTables the service's tables that the user may not read and change, empty if there are none
 */
public record DatabaseStatus(
        String address,
        String user,
        String version,
        int majorVersion,
        boolean encrypted,
        Optional<Integer> schema,
        int newestSchema,
        String encoding,
        boolean keepsSession,
        boolean readOnly,
        boolean mayMigrate,
        boolean mayStage,
        String closedTables) {

    private static final int OLDEST_SERVER = 14;
    private static final String UNICODE = "UTF8";

    /**
     * Why the service cannot run on the database, and what to do; empty if it can. The service accepts a later schema
     * version, as during a rollout or after a rollback to an earlier release.
     */
    public Optional<String> problem() {
        if (majorVersion < OLDEST_SERVER) {
            return Optional.of("PostgreSQL " + version + " is too old; upgrade it to " + OLDEST_SERVER + " or newer.");
        }
        if (!keepsSession) {
            return Optional.of("A pooler in front of the server keeps no sessions, so neither LISTEN nor prepared"
                    + " statements work; name PostgreSQL's own port in QUARKUS_DATASOURCE_REACTIVE_URL, or set the pooler to"
                    + " session mode (PgBouncer: pool_mode = session).");
        }
        if (readOnly) {
            return Optional.of("The server accepts no changes, like a standby; name the primary in"
                    + " QUARKUS_DATASOURCE_REACTIVE_URL.");
        }
        if (!encoding.equals(UNICODE)) {
            return Optional.of("The database's encoding is " + encoding + ", which cannot store every character; create"
                    + " the database again: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.");
        }
        if (!closedTables.isEmpty()) {
            return Optional.of("The user " + user + " may not read and change the tables " + closedTables
                    + "; as an administrator: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \""
                    + user + "\".");
        }
        if (!mayStage) {
            return Optional.of(
                    "The user " + user + " may not create temporary tables, which prices are stored by; as an"
                            + " administrator: GRANT TEMPORARY ON DATABASE \""
                            + URI.create(address).getPath().substring(1)
                            + "\" TO \"" + user + "\".");
        }
        if (schema.orElse(0) < newestSchema && !mayMigrate) {
            return Optional.of("The schema has to be migrated to version " + newestSchema + ", but the user " + user
                    + " may create nothing; as an administrator: GRANT CREATE ON SCHEMA public TO \"" + user + "\".");
        }
        return Optional.empty();
    }
}
