package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.testing.PostgresRelay;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real server behind a relay that falls silent or is cut. Tests of timeouts use those of production, only shorter;
 * all others use long ones that a busy machine meets.
 */
class JobDatabaseIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 4;
    private static final PostgresRelay RELAY = new PostgresRelay();

    private static URI url;

    private AgroalDataSource pool;
    private AgroalDataSource hastyPool;
    private JobDatabase database;
    private JobDatabase hasty;

    @BeforeAll
    static void startServer() {
        url = URI.create(RELAY.start().get("quarkus.datasource.reactive.url"));
    }

    @AfterAll
    static void stopServer() {
        RELAY.stop();
    }

    @BeforeEach
    void connect() throws SQLException {
        pool = pool("jdbc:" + url, 120, 120, "60s", "60s");
        hastyPool = pool("jdbc:" + url, 3, 4, "1s", "500ms");
        database = new JobDatabase(pool);
        hasty = new JobDatabase(hastyPool);
        database.run(session -> session.update("CREATE TABLE item (id bigint PRIMARY KEY, label text)"));
        database.run(session -> session.update("INSERT INTO item VALUES (1, 'a'), (2, 'b')"));
        // Opens a connection for later.
        hasty.throughOutages(PATIENCE, JobDatabaseIT::labels);
    }

    /**
     * @param answer seconds to wait for an answer of the server
     * @param acquisition seconds to wait for a connection
     */
    private static AgroalDataSource pool(String url, int answer, int acquisition, String statement, String lock)
            throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                        .acquisitionTimeout(Duration.ofSeconds(acquisition))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(url)
                                .principal(new NamePrincipal("postgres"))
                                .jdbcProperty("connectTimeout", Integer.toString(answer))
                                .jdbcProperty("loginTimeout", Integer.toString(answer))
                                .jdbcProperty("socketTimeout", Integer.toString(answer))
                                .initialSql("SET statement_timeout = '" + statement + "'; SET lock_timeout = '" + lock
                                        + "'"))));
    }

    @AfterEach
    void disconnect() {
        RELAY.speak();
        database.throughOutages(PATIENCE, (Work<Integer>) session -> session.update("DROP TABLE item"));
        pool.close();
        hastyPool.close();
    }

    @Test
    void allOfATransactionIsDoneOrNothing() {
        database.run(session -> session.update("UPDATE item SET label = 'c' WHERE id = 1"));
        assertThrows(
                IllegalArgumentException.class,
                () -> database.run(session -> {
                    session.update("UPDATE item SET label = 'd' WHERE id = 1");
                    throw new IllegalArgumentException();
                }));
        assertThrows(
                DatabaseRefusal.class,
                () -> database.run(session -> {
                    session.update("UPDATE item SET label = 'e' WHERE id = 1");
                    session.update("INSERT INTO item VALUES (2, 'twice')");
                }));

        assertEquals(List.of("c", "b"), labels());
    }

    @Test
    void parametersAreNamedAsInPostgreSqlAndMayBeRepeated() {
        var id = UUID.randomUUID();
        var at = Instant.parse("2026-11-23T00:45:00Z");
        var day = LocalDate.of(2026, 11, 23);

        var read = database.transaction(session -> session.one(
                row -> Arrays.asList(
                        row.getLong("number"),
                        row.getObject("id", UUID.class),
                        Session.instant(row, "at"),
                        Session.instant(row, "never"),
                        row.getObject("day", LocalDate.class),
                        row.getString("texts"),
                        row.getString("numbers"),
                        row.getString("nothing")),
                """
                SELECT $2 + $2 AS number, $1 AS id, $3 AS at, $7::timestamptz AS never, $4 AS day,
                       array_to_string($5, ' ') AS texts, array_to_string($6, ' ') AS numbers, $7::text AS nothing
                """,
                id,
                21L,
                at,
                day,
                new String[] {"a", "b"},
                new Long[] {1L, 2L},
                null));

        assertEquals(Arrays.asList(42L, id, at, null, day, "a b", "1 2", null), read);
    }

    @Test
    void whatIsCopiedArrivesWhole() {
        var label = "é\uD83D\uDCB0".repeat(50_000);

        database.run(session -> session.copy("COPY item FROM STDIN", Stream.of("3\t" + label + "\n", "4\t\\N\n")));

        assertEquals(Arrays.asList("a", "b", label, null), labels());
    }

    @Test
    void aCopyThatFailsHalfWayLeavesNothingBehind() {
        assertThrows(
                IllegalStateException.class,
                () -> database.run(session -> session.copy(
                        "COPY item FROM STDIN", Stream.of("3\tc\n", "4\td\n").peek(row -> {
                            if (row.startsWith("4")) {
                                throw new IllegalStateException();
                            }
                        }))));
        assertThrows(
                DatabaseRefusal.class,
                () -> database.run(session -> session.copy("COPY item FROM STDIN", Stream.of("no number\tc\n"))));

        assertEquals(List.of("a", "b"), labels());
    }

    @Test
    void whatAServerRefusesIsNotTriedAgain() {
        var tries = new AtomicInteger();

        var refusal = assertThrows(
                DatabaseRefusal.class,
                () -> database.throughOutages(PATIENCE, session -> {
                    tries.incrementAndGet();
                    return session.update("INSERT INTO item VALUES (1, 'twice')");
                }));

        assertTrue(refusal.isUniqueViolation());
        assertFalse(DatabaseFailures.isOutage(refusal));
        assertEquals(1, tries.get());
    }

    @Test
    void ofTwoThatDeadlockBothAreDone() throws Exception {
        var both = new CyclicBarrier(2);
        var tries = new AtomicInteger();

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> cross(1, 2, both, tries)),
                        CompletableFuture.runAsync(() -> cross(2, 1, both, tries)))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertEquals(List.of("axx", "bxx"), labels());
        assertEquals(3, tries.get());
    }

    private void cross(long first, long second, CyclicBarrier both, AtomicInteger tries) {
        database.run(session -> {
            session.update("UPDATE item SET label = label || 'x' WHERE id = $1", first);
            if (tries.incrementAndGet() <= 2) {
                meet(both);
            }
            session.update("UPDATE item SET label = label || 'x' WHERE id = $1", second);
        });
    }

    private static void meet(CyclicBarrier both) {
        assertDoesNotThrow(() -> both.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aLockAndAStatementTakeNoLongerThanTheirTimeouts() throws Exception {
        var locked = new CountDownLatch(1);
        var waited = new CountDownLatch(1);
        var holder = CompletableFuture.runAsync(() -> database.run(session -> {
            session.update("UPDATE item SET label = 'held' WHERE id = 1");
            locked.countDown();
            assertDoesNotThrow(() -> waited.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }));
        assertTrue(locked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        var lock = away(session -> session.update("UPDATE item SET label = 'wanted' WHERE id = 1"));
        waited.countDown();
        holder.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var statement = away(session -> session.list(row -> row.getString(1), "SELECT pg_sleep(3600)"));

        assertEquals("55P03", lock.getSQLState());
        assertEquals("57014", statement.getSQLState());
        assertEquals(List.of("held", "b"), labels());
    }

    @Test
    void aServerThatFallsSilentIsAwayOnceTheSocketTimesOut() {
        var reached = away(session -> {
            RELAY.fallSilent();
            return session.update("UPDATE item SET label = 'lost' WHERE id = 1");
        });
        assertInstanceOf(SocketTimeoutException.class, reached.getCause());

        assertTrue(
                DatabaseFailures.isOutage(away(session -> session.list(row -> 1, "SELECT 1"))),
                "and so is one that never answered");
        RELAY.speak();

        assertEquals(List.of("a", "b"), hasty.throughOutages(PATIENCE, JobDatabaseIT::labels));
    }

    @Test
    void aServerThatTakesNoMoreRowsIsAwayToo() {
        var label = "x".repeat(1 << 20);
        away(session -> session.copy(
                "COPY item FROM STDIN",
                LongStream.range(3, 1_000)
                        .mapToObj(id -> id + "\t" + label + "\n")
                        .peek(row -> {
                            if (row.startsWith("3\t")) {
                                RELAY.keepBack();
                            }
                        })));
        RELAY.deliver();

        assertEquals(List.of("a", "b"), hasty.throughOutages(PATIENCE, JobDatabaseIT::labels));
    }

    @Test
    void aConnectionThatIsCutAndOneThatIsRefusedAreAway() {
        away(session -> {
            RELAY.cut(4);
            return session.update("UPDATE item SET label = 'lost' WHERE id = 1");
        });
        away(session -> session.update("UPDATE item SET label = 'lost' WHERE id = 1"));

        assertEquals(List.of("a", "b"), hasty.throughOutages(PATIENCE, JobDatabaseIT::labels));
    }

    @Test
    void whoeverFindsNoConnectionInTimeIsToldThatTheDatabaseIsAway() {
        assertThrows(DatabaseAway.class, () -> nested(CONNECTIONS + 1));
        assertEquals(List.of("a", "b"), hasty.throughOutages(PATIENCE, JobDatabaseIT::labels));
    }

    private void nested(int connections) {
        if (connections > 0) {
            hasty.run(session -> nested(connections - 1));
        }
    }

    @Test
    void anOutageIsRiddenThrough() {
        var tries = new AtomicInteger();

        database.throughOutages(PATIENCE, session -> {
            if (tries.incrementAndGet() == 1) {
                RELAY.cut(3);
            }
            return session.update("UPDATE item SET label = 'kept' WHERE id = 1");
        });

        assertEquals(0, RELAY.refusalsLeft());
        assertEquals(List.of("kept", "b"), labels());
    }

    @Test
    void anOutageThatLastsTooLongIsTheAnswer() {
        assertThrows(
                DatabaseAway.class,
                () -> database.throughOutages(Duration.ofMillis(1), session -> {
                    RELAY.cut(1);
                    return session.update("UPDATE item SET label = 'lost' WHERE id = 1");
                }));
    }

    @Test
    void whoeverIsInterruptedWaitsNoLonger() throws SQLException {
        try (var nowhere = pool("jdbc:postgresql://localhost:1/postgres", 3, 4, "1s", "500ms")) {
            Thread.currentThread().interrupt();
            assertThrows(DatabaseAway.class, () -> new JobDatabase(nowhere)
                    .throughOutages(Duration.ofHours(1), session -> 1));
            assertTrue(Thread.interrupted(), "whoever asked for the end still sees it");
        }
    }

    /** The SQLException that caused the outage, which must occur within the timeouts. */
    private <T> SQLException away(Work<T> work) {
        var away = assertTimeoutPreemptively(
                PATIENCE, () -> assertThrows(DatabaseAway.class, () -> hasty.transaction(work)));
        return assertInstanceOf(SQLException.class, away.getCause());
    }

    private List<String> labels() {
        return database.transaction(JobDatabaseIT::labels);
    }

    private static List<String> labels(Session session) throws SQLException {
        return session.list(row -> row.getString("label"), "SELECT label FROM item ORDER BY id");
    }
}
