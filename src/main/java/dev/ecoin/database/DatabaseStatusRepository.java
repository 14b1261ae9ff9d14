package dev.ecoin.database;

import io.quarkus.arc.Unremovable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Looks at the database by the ways that the service takes, its pool and Flyway, and changes nothing. */
@ApplicationScoped
@Unremovable
public class DatabaseStatusRepository {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ROUND_TRIPS = 21;

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_ADMISSION = "28000";
    private static final String NO_SUCH_DATABASE = "3D000";

    private final Pool pool;
    private final Flyway flyway;
    private final String url;

    DatabaseStatusRepository(
            Pool pool, Flyway flyway, @ConfigProperty(name = "quarkus.datasource.reactive.url") String url) {
        this.pool = pool;
        this.flyway = flyway;
        this.url = url;
    }

    /**
     * How the database stands; blocks.
     *
     * @throws UnreachableException if it cannot be asked
     */
    public DatabaseStatus status() {
        try {
            var connection = pool.getConnection()
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .await()
                    .indefinitely();
            try {
                return status(connection);
            } finally {
                connection.closeAndAwait();
            }
        } catch (RuntimeException e) {
            var cause = root(e);
            throw new UnreachableException(
                    "The database " + address() + " cannot be used: " + whatIsWrong(cause) + " " + whatToDo(cause), e);
        }
    }

    private DatabaseStatus status(SqlConnection connection) {
        var session = ask(connection, """
                SELECT current_user::text AS user, current_setting('server_version') AS version,
                       current_setting('server_version_num')::integer / 10000 AS major,
                       current_setting('transaction_read_only')::boolean AS read_only,
                       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_migrate
                """).iterator().next();
        var migrations = flyway.info();
        return new DatabaseStatus(
                address(),
                session.getString("user"),
                session.getString("version"),
                session.getInteger("major"),
                PgConnection.cast(connection.getDelegate()).isSSL(),
                roundTrip(connection),
                Optional.ofNullable(migrations.current()).map(DatabaseStatusRepository::version),
                Arrays.stream(migrations.all())
                        .filter(migration -> migration.getState().isResolved())
                        .mapToInt(DatabaseStatusRepository::version)
                        .max()
                        .orElseThrow(),
                rows(connection),
                session.getBoolean("read_only"),
                session.getBoolean("may_migrate"));
    }

    private static int version(MigrationInfo migration) {
        return migration.getVersion().getMajor().intValueExact();
    }

    private static Duration roundTrip(SqlConnection connection) {
        var nanos = IntStream.range(0, ROUND_TRIPS)
                .mapToLong(i -> {
                    var start = System.nanoTime();
                    ask(connection, "SELECT 1");
                    return System.nanoTime() - start;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(nanos[ROUND_TRIPS / 2]);
    }

    private static SortedMap<String, Long> rows(SqlConnection connection) {
        var counts = ask(connection, """
                SELECT string_agg(format('SELECT %%L AS name, count(*) AS rows FROM (SELECT FROM %%I LIMIT %d) AS counted',
                                         table_name, table_name), ' UNION ALL ') AS query
                FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
                      AND table_name <> 'flyway_schema_history'
                """.formatted(DatabaseStatus.COUNTED))
                .iterator()
                .next()
                .getString("query");
        var rows = new TreeMap<String, Long>();
        if (counts != null) {
            StreamSupport.stream(ask(connection, counts).spliterator(), false)
                    .forEach(table -> rows.put(table.getString("name"), table.getLong("rows")));
        }
        return rows;
    }

    private static RowSet<Row> ask(SqlConnection connection, String sql) {
        return connection.query(sql).executeAndAwait();
    }

    private String address() {
        var uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static String whatIsWrong(Throwable cause) {
        var said = cause instanceof DatabaseException refusal ? refusal.getMessage() : cause.toString();
        return said.lines().findFirst().orElse("") + ".";
    }

    private static String whatToDo(Throwable cause) {
        return switch (cause instanceof DatabaseException refusal ? String.valueOf(refusal.getSqlState()) : "") {
            case WRONG_PASSWORD, NO_ADMISSION ->
                "Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD, and the server's pg_hba.conf.";
            case NO_SUCH_DATABASE -> "Create it, or name another one in QUARKUS_DATASOURCE_REACTIVE_URL.";
            default ->
                "Check host and port in QUARKUS_DATASOURCE_REACTIVE_URL, that the server runs, and that firewalls and"
                        + " network policies let this host reach it.";
        };
    }

    /** The database cannot be asked; the message says what is wrong and what to do. */
    public static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
