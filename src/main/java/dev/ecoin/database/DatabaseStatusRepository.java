package dev.ecoin.database;

import io.quarkus.arc.Unremovable;
import io.smallrye.faulttolerance.api.Guard;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;

/** Inspects the database through the service's pool and Flyway, without changing anything. */
@ApplicationScoped
@Unremovable
public class DatabaseStatusRepository {

    /** Counting stops at this number of rows, because a large table takes minutes. */
    public static final long COUNTED = 1_000_000;

    private static final Logger LOG = Logger.getLogger(DatabaseStatusRepository.class);

    /** The first connection of a cold JVM on a busy machine takes seconds, with TLS in particular. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration NOTIFY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ROUND_TRIPS = 21;

    private final Pool pool;
    private final Flyway flyway;
    private final TlsHandshake handshake;
    private final URI url;

    DatabaseStatusRepository(
            Pool pool,
            Flyway flyway,
            TlsHandshake handshake,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") URI url) {
        this.pool = pool;
        this.flyway = flyway;
        this.handshake = handshake;
        this.url = url;
    }

    /**
     * Queries the status; blocks.
     *
     * @throws UnusableDatabaseException if the query fails
     */
    public DatabaseStatus status() {
        return status(Duration.ZERO);
    }

    /** Waits for a server that is not up yet, and logs each attempt. */
    DatabaseStatus status(Duration longestWait) {
        return explained(
                () -> longestWait.isZero() ? look() : waiting(longestWait).get(this::look, DatabaseStatus.class));
    }

    private DatabaseStatus look() {
        return withConnection(this::status);
    }

    private Guard waiting(Duration longest) {
        // Each pause must be shorter than all attempts together.
        var last = Math.min(LONGEST_PAUSE.toMillis(), longest.toMillis() / 2);
        var first = Math.min(FIRST_PAUSE.toMillis(), last);
        return Guard.create()
                .withDescription("a database that is not there yet")
                .withRetry()
                .maxRetries(-1)
                .maxDuration(longest.toMillis(), ChronoUnit.MILLIS)
                .delay(first, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(this::mayPass)
                .beforeRetry(e -> LOG.warnf(
                        "Waiting for the database %s: %s.",
                        address(), DatabaseFault.of(e).wrong()))
                .withExponentialBackoff()
                .maxDelay(last, ChronoUnit.MILLIS)
                .done()
                .done()
                .build();
    }

    /** Migrates the schema to this build's version; blocks. */
    void migrate() {
        explained(flyway::migrate);
    }

    /** Median round-trip time of trivial queries; blocks. */
    public Duration roundTrip() {
        return explained(() -> withConnection(DatabaseStatusRepository::roundTrip));
    }

    /** Number of rows by table, counted up to {@link #COUNTED}; blocks. */
    public SortedMap<String, Long> rows() {
        return explained(() -> withConnection(DatabaseStatusRepository::rows));
    }

    private boolean mayPass(Throwable failure) {
        return DatabaseFault.of(failure).mayPass();
    }

    private <T> T withConnection(Function<SqlConnection, T> question) {
        var connection = pool.getConnection().await().atMost(TIMEOUT);
        try {
            return question.apply(connection);
        } finally {
            connection.closeAndAwait();
        }
    }

    private <T> T explained(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw new UnusableDatabaseException("The database " + address() + " cannot be used: " + fault(e), e);
        }
    }

    private DatabaseFault fault(RuntimeException failure) {
        var fault = DatabaseFault.of(failure);
        if (!fault.isUnexplainedHandshake()) {
            return fault;
        }
        try {
            handshake.with(url).await().atMost(TIMEOUT);
            return fault;
        } catch (RuntimeException reason) {
            return DatabaseFault.of(reason);
        }
    }

    private DatabaseStatus status(SqlConnection connection) {
        var session = ask(connection, """
                SELECT current_user::text AS user, current_setting('server_version') AS version,
                       current_setting('server_version_num')::integer / 10000 AS major,
                       current_setting('server_encoding') AS encoding,
                       current_setting('transaction_read_only')::boolean AS read_only,
                       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_migrate,
                       has_database_privilege(current_database(), 'TEMPORARY') AS may_stage,
                       -- What Flyway made with its own table: others may have tables of theirs in the schema.
                       (SELECT coalesce(string_agg(relname, ', ' ORDER BY relname), '')
                        FROM pg_class
                        WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'p')
                              AND relowner = (SELECT relowner FROM pg_class
                                              WHERE oid = to_regclass('flyway_schema_history'))
                              AND NOT (has_table_privilege(oid, 'SELECT')
                                       AND (relname = 'flyway_schema_history'
                                            OR has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE')
                                               AND has_table_privilege(oid, 'DELETE')))) AS closed_tables
                """).iterator().next();
        // A standby, which is rejected anyway, does not support LISTEN.
        var keepsSession = session.getBoolean("read_only") || keepsSession(connection);
        var migrations = flyway.info();
        return new DatabaseStatus(
                address(),
                session.getString("user"),
                session.getString("version"),
                session.getInteger("major"),
                PgConnection.cast(connection.getDelegate()).isSSL(),
                Optional.ofNullable(migrations.current()).map(DatabaseStatusRepository::version),
                Arrays.stream(migrations.all())
                        .filter(migration -> migration.getState().isResolved())
                        .mapToInt(DatabaseStatusRepository::version)
                        .max()
                        .orElseThrow(),
                session.getString("encoding"),
                keepsSession,
                session.getBoolean("read_only"),
                session.getBoolean("may_migrate"),
                session.getBoolean("may_stage"),
                session.getString("closed_tables"));
    }

    /**
     * Whether the connection receives notifications of another one. PostgreSQL delivers them before it answers later
     * statements; a pooler in transaction mode delivers them to no one.
     */
    private boolean keepsSession(SqlConnection connection) {
        var channel = "ecoin_session_" + UUID.randomUUID().toString().replace("-", "");
        var heard = new CountDownLatch(1);
        var session = PgConnection.cast(connection.getDelegate());
        session.notificationHandler(notification -> heard.countDown());
        ask(connection, "LISTEN " + channel);
        withConnection(other -> ask(other, "NOTIFY " + channel));
        await(heard);
        ask(connection, "UNLISTEN " + channel);
        session.notificationHandler(null);
        return heard.getCount() == 0;
    }

    private static void await(CountDownLatch heard) {
        try {
            heard.await(NOTIFY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
                      AND has_table_privilege(format('%%I.%%I', table_schema, table_name), 'SELECT')
                """.formatted(COUNTED)).iterator().next().getString("query");
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
        return url.getScheme() + "://" + url.getRawAuthority() + url.getPath();
    }
}
