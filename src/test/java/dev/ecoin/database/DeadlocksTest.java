package dev.ecoin.database;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another transaction holds one row and wants the other, the service's transaction the reverse. PostgreSQL always
 * aborts the service's, because only that one checks for deadlocks.
 */
@QuarkusTest
@WithDatabaseAndCoinGecko
class DeadlocksTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PAUSE = "pg_advisory_xact_lock_shared(42)";

    @Inject
    Service service;

    @Inject
    PriceRepository prices;

    @Inject
    Trainer trainer;

    DataSource database;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LAST.minusDays(1), 60, PriceSource.IMPORT);
        trainer.train(List.of("bitcoin"));
    }

    @AfterEach
    void goOnWithoutPauses() {
        service.query("DROP FUNCTION IF EXISTS pause CASCADE");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRolledBackForAnotherIsDoneAgain(Work work) throws Exception {
        work.prepare(this);
        try (var gate = database.getConnection();
                var other = database.getConnection()) {
            execute(gate, "SELECT pg_advisory_lock(42)");
            service.query(
                    "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$BEGIN PERFORM "
                            + PAUSE + "; RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END$$");
            service.query("CREATE TRIGGER \"A pause, before RI\" " + work.pausesAt + " EXECUTE FUNCTION pause()");
            other.setAutoCommit(false);
            execute(other, "SET deadlock_timeout = '1h'");

            var atWork = CompletableFuture.runAsync(() -> work.run(this));
            await().atMost(PATIENCE).until(() -> atWork.isDone() || waiting("locktype = 'advisory'"));
            execute(other, work.wants);
            var crossing = CompletableFuture.runAsync(() -> {
                try {
                    execute(other, work.has);
                    other.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(PATIENCE).until(() -> crossing.isDone() || waiting("locktype <> 'advisory'"));
            assertFalse(crossing.isDone() || atWork.isDone(), "both wait");
            execute(gate, "SELECT pg_advisory_unlock(42)");

            crossing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            atWork.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        work.assertDone(this);
    }

    private boolean waiting(String lock) {
        return service.count("pg_locks WHERE NOT granted AND " + lock) > 0;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Each kind of work locks one row, pauses, and then locks another. */
    enum Work {
        REMOVAL(
                "BEFORE DELETE ON daily_price FOR EACH STATEMENT",
                "SELECT FROM coin FOR KEY SHARE",
                "SELECT FROM daily_price FOR UPDATE") {
            @Override
            void run(DeadlocksTest test) {
                given().delete("/coins/bitcoin").then().statusCode(204);
            }

            @Override
            void assertDone(DeadlocksTest test) {
                assertEquals(0, test.service.count("coin"));
                assertEquals(1, test.service.count("removed_coin"));
            }
        },
        STORING_PRICES(
                "BEFORE INSERT ON daily_price FOR EACH ROW WHEN (new.day = '2026-11-20')",
                "SELECT FROM daily_price WHERE day = '2026-11-19' FOR UPDATE",
                "SELECT FROM daily_price WHERE day = '2026-11-20' FOR UPDATE") {
            @Override
            void run(DeadlocksTest test) {
                var one = new BigDecimal(1);
                // In descending order, because two writers may use different orders.
                test.prices.store(
                        "bitcoin",
                        PriceSource.IMPORT,
                        List.of(
                                new DailyPrice(LocalDate.of(2026, 11, 20), one, null, null),
                                new DailyPrice(LocalDate.of(2026, 11, 19), one, null, null)));
            }

            @Override
            void assertDone(DeadlocksTest test) {
                assertEquals(2, test.service.count("daily_price WHERE price = 1"));
            }
        },
        ADVANCE(
                "BEFORE INSERT ON model_state FOR EACH STATEMENT",
                "SELECT FROM active_model FOR UPDATE",
                "SELECT FROM coin FOR UPDATE") {
            @Override
            void prepare(DeadlocksTest test) {
                test.service.storeWalk("bitcoin", LAST, 1, PriceSource.IMPORT);
            }

            @Override
            void run(DeadlocksTest test) {
                test.trainer.advance();
            }

            @Override
            void assertDone(DeadlocksTest test) {
                assertEquals(1, test.service.count("training_run WHERE kind = 'advance' AND state = 'succeeded'"));
                assertEquals(
                        1,
                        test.service.count("active_model JOIN model_state AS s ON s.id = state"
                                + " WHERE s.origin = '2026-11-22'"));
            }
        },
        ACTIVATION(
                "AFTER UPDATE ON active_model FOR EACH ROW",
                "SELECT FROM active_model FOR UPDATE",
                "SELECT FROM model FOR UPDATE") {
            @Override
            void prepare(DeadlocksTest test) {
                test.trainer.train(List.of("bitcoin"));
            }

            @Override
            void run(DeadlocksTest test) {
                given().contentType(ContentType.JSON)
                        .body(Map.of("id", oldest(test), "reason", "it was better"))
                        .put("/coins/bitcoin/models/active")
                        .then()
                        .statusCode(200);
            }

            @Override
            void assertDone(DeadlocksTest test) {
                assertEquals(1, test.service.count("active_model WHERE model = " + oldest(test)));
            }

            private static long oldest(DeadlocksTest test) {
                return test.service.query("SELECT min(id) FROM model").get(0).getLong(0);
            }
        },
        TRAINING(
                "BEFORE INSERT ON active_model FOR EACH STATEMENT",
                "SELECT FROM coin FOR UPDATE",
                "SELECT FROM active_model FOR UPDATE") {
            @Override
            void run(DeadlocksTest test) {
                test.trainer.train(List.of("bitcoin"));
            }

            @Override
            void assertDone(DeadlocksTest test) {
                assertEquals(2, test.service.count("model"), "no model of the first try");
                assertEquals(2, test.service.count("training_run WHERE state = 'succeeded'"));
            }
        };

        private final String pausesAt;
        private final String has;
        private final String wants;

        Work(String pausesAt, String has, String wants) {
            this.pausesAt = pausesAt;
            this.has = has;
            this.wants = wants;
        }

        void prepare(DeadlocksTest test) {}

        abstract void run(DeadlocksTest test);

        abstract void assertDone(DeadlocksTest test);
    }
}
