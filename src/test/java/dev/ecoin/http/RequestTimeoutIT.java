package dev.ecoin.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Management;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OpenApiDocument.Operation;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RequestTimeoutIT.LittlePatience.class)
@WithDatabaseAndCoinGecko
class RequestTimeoutIT {

    private static final String FORECAST = "/forecast?coin=ethereum&date=2026-12-31";

    private static final int CONNECTIONS = 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    Pool pool;

    DataSource database;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        // Requests for bitcoin, its removal included, may still take effect after the lock is released.
        service.storeWalk("ethereum", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        trainer.train(List.of("ethereum"));
    }

    @Test
    void whateverAsksALockedDatabaseIsAnsweredWith503AndServedAgainAfterwards() throws Exception {
        var operations = OpenApiDocument.read().operations();
        var tables = service
                .query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                        + " AND table_type = 'BASE TABLE' AND table_name <> 'cluster_member'")
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining(", "));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");

            for (var answer : askAll(operations).entrySet()) {
                var operation = answer.getKey().toString();
                var response = answer.getValue().get(2, TimeUnit.MINUTES);
                if (!OpenApiDocument.WITHOUT_DATABASE.contains(operation)) {
                    assertEquals(503, response.statusCode(), () -> operation + ": " + response.asString());
                }
            }
            unavailable(given().get(FORECAST));
            connection.rollback();
        }

        served(RestAssured::given, FORECAST);
        served(Management::management, "/q/health/ready");
    }

    @Test
    void anAnalysisThatTakesTooLongSaysWhatToDo() throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE monthly_price IN ACCESS EXCLUSIVE MODE");

            served(RestAssured::given, "/analysis/features?coin=ethereum");
            await().atMost(LONGEST).untilAsserted(() -> given().get("/analysis/monthly-range")
                    .then()
                    .statusCode(503)
                    .body("detail", containsString("fewer coins")));
            connection.rollback();
        }
    }

    /** Several at a time, because each waits for the service's timeout. */
    private static Map<Operation, Future<Response>> askAll(List<Operation> operations) {
        var clients = Executors.newFixedThreadPool(CONNECTIONS / 2);
        var answers = new LinkedHashMap<Operation, Future<Response>>();
        operations.forEach(operation -> answers.put(operation, clients.submit(operation::ask)));
        clients.shutdown();
        return answers;
    }

    @Test
    void whereNoConnectionIsFreeTheAnswerIsTheSame() {
        // The LISTEN connection is already in use.
        var taken = IntStream.range(1, CONNECTIONS)
                .mapToObj(i -> pool.getConnection().await().indefinitely())
                .toList();
        try {
            unavailable(given().get("/coins"));
            unavailable(given().get("/analysis/risk"));
            unavailable(given().contentType("application/json").put("/coins/bitcoin"));
        } finally {
            taken.forEach(SqlConnection::closeAndAwait);
        }

        served(RestAssured::given, "/coins");
    }

    /** With such a short timeout, a busy machine may not answer at the first attempt. */
    private static void served(Supplier<RequestSpecification> request, String path) {
        await().atMost(LONGEST).until(() -> request.get().get(path).statusCode() == 200);
    }

    private static void unavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", equalTo("5"))
                .body("detail", containsString("database"));
    }

    public static final class LittlePatience implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ecoin.serving.patience", "300ms",
                    "ecoin.analysis.patience", "1s",
                    "quarkus.datasource.reactive.max-size", Integer.toString(CONNECTIONS));
        }
    }
}
