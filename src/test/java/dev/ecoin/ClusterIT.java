package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes of the packaged service on one PostgreSQL; one is killed, paused or stopped. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterIT {

    private static final DateTimeFormatter ONCE =
            DateTimeFormatter.ofPattern("s m H d M '?' uuuu").withZone(ZoneOffset.UTC);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final List<PackagedService> services = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private CountDownLatch asked;
    private CountDownLatch answer;
    private EmbeddedPostgres postgres;
    private CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() throws Exception {
        asked = new CountDownLatch(1);
        answer = new CountDownLatch(1);
        postgres = Postgres.builder().start();
        Migrations.migrate(postgres.getPostgresDatabase(), "latest");
        execute("INSERT INTO coin (id) VALUES ('bitcoin'), ('ethereum'), ('solana')");
        coinGecko = new CoinGeckoStandIn(Clock.systemUTC(), "bitcoin", "ethereum", "solana");
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        services.forEach(PackagedService::close);
        services.clear();
        coinGecko.close();
        postgres.close();
    }

    @Test
    void aNightIsDoneOnceAndWhatAKilledReplicaWasAtIsFinishedByAnother() throws Exception {
        startAllBeforeTheNight(3);

        asked.await();
        var crawling = at("crawl_run");
        crawling.kill();
        answer.countDown();
        try (var lock = postgres.getPostgresDatabase().getConnection();
                var statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            // No model can be stored, so a training runs for as long as the test needs.
            statement.execute("LOCK TABLE model IN SHARE MODE");
            until("EXISTS (SELECT FROM training_run WHERE state = 'running')");
            assertEquals(List.of("bitcoin", "ethereum", "ethereum", "solana"), coinGecko.charts());
            assertEquals(
                    "1 succeeded 1",
                    value("SELECT concat_ws(' ', count(*), min(state::text), sum(takeovers)) FROM crawl_run"));
            assertEquals("3", value("SELECT count(*) FROM crawl_run_coin WHERE days_stored = days_wanted"));

            at("training_run").kill();
        }

        until("(SELECT count(*) = 3 FROM training_run WHERE state = 'succeeded')");
        assertEquals("3", value("SELECT count(*) FROM training_run"), "a training for each coin");
        assertEquals("3", value("SELECT count(*) FROM model"));
        assertEquals("1", value("SELECT sum(takeovers) FROM training_run"));
        assertEquals("2", value("SELECT count(*) FROM job_firing"));
        assertEquals(4, coinGecko.calls().size());
    }

    @Test
    void whatAPausedReplicaReportsAfterItsLeaseChangesNothing() throws Exception {
        coinGecko.beforeAnswer(this::hold);
        request();
        startAll(2, Map.of());

        asked.await();
        var paused = at("crawl_run");
        paused.signal("STOP");
        answer.countDown();
        until("(SELECT count(*) = 1 FROM crawl_run WHERE state = 'succeeded' AND takeovers = 1)");
        var written = value(
                "SELECT concat((SELECT crawl_run FROM crawl_run), array_agg(c ORDER BY coin)) FROM crawl_run_coin AS c");
        paused.signal("CONT");

        paused.logUntil("another process has taken it over");
        assertEquals(
                written,
                value(
                        "SELECT concat((SELECT crawl_run FROM crawl_run), array_agg(c ORDER BY coin)) FROM crawl_run_coin AS c"));
        assertEquals(List.of("bitcoin", "bitcoin", "ethereum", "solana"), coinGecko.charts());
        until("(SELECT count(*) = 2 FROM cluster_member WHERE alive_until > now())");
    }

    @Test
    void whoIsAskedToEndStoresTheAnswerUnderWayAndHandsTheRestOverAtOnce() throws Exception {
        coinGecko.beforeAnswer(this::hold);
        request();
        // Work that is handed over is taken up before a lease could expire.
        startAll(2, Map.of("ECOIN_CLUSTER_LEASE", "1h", "QUARKUS_SHUTDOWN_DELAY", "3s"));
        asked.await();
        var shuttingDown = at("crawl_run");

        HttpResponse<String> underWay;
        try (var lock = postgres.getPostgresDatabase().getConnection();
                var statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE run IN ACCESS EXCLUSIVE MODE");
            var request = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(shuttingDown.address() + "/trainings"))
                            .build(),
                    BodyHandlers.ofString());
            until(
                    "(SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%LIMIT $3%')");
            var management = shuttingDown.managementAddress();
            shuttingDown.signal("TERM");
            await().atMost(LONGEST).until(() -> status(management + "/q/health/ready") == 503);
            lock.rollback();
            underWay = request.get(1, TimeUnit.MINUTES);
        }
        answer.countDown();

        assertEquals(200, underWay.statusCode());
        until("(SELECT count(*) = 1 FROM crawl_run WHERE state = 'succeeded')");
        assertEquals(List.of("bitcoin", "ethereum", "solana"), coinGecko.charts());
        assertEquals("0", value("SELECT takeovers FROM crawl_run"), "it was handed over");
        var log = String.join("\n", shuttingDown.logUntilEnd());
        assertTrue(log.contains("The crawl is handed back because the service shuts down"), log);
        assertEquals("1", value("SELECT count(*) FROM cluster_member"));
    }

    /** Delays an answer until the test releases it. */
    private void hold() {
        asked.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void request() throws SQLException {
        execute("INSERT INTO run (kind, lane, options, requested_by, requested_at, due_at, state)"
                + " VALUES ('crawl', 'crawl', '{\"mode\": \"range\"}', 'test', now(), now(), 'waiting')");
    }

    /**
     * The crawl is due on all replicas at the same time and is held in its second answer; the training is due some
     * seconds later, during the crawl.
     */
    private void startAllBeforeTheNight(int replicas) throws Exception {
        for (var ahead = Duration.ofSeconds(20); ; ) {
            coinGecko.beforeAnswer(() -> {});
            coinGecko.beforeAnswer(this::hold);
            var start = Instant.now();
            var night = start.plus(ahead).truncatedTo(ChronoUnit.SECONDS);
            startAll(
                    replicas,
                    Map.of(
                            "ECOIN_CRAWL_SCHEDULE", ONCE.format(night),
                            "ECOIN_TRAINING_SCHEDULE", ONCE.format(night.plusSeconds(10)),
                            "ECOIN_TRAINING_THREADS", "1"));
            if (Instant.now().isBefore(night)) {
                return;
            }
            // The machine is too slow for that; retry with more time.
            ahead = Duration.between(start, Instant.now()).multipliedBy(2);
            stop();
            start();
        }
    }

    private void startAll(int replicas, Map<String, String> settings) throws IOException {
        var environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "QUARKUS_HTTP_PORT", "0",
                "ECOIN_SCHEDULE_AT_START", "false",
                "ECOIN_COINGECKO_URL", coinGecko.url(),
                "ECOIN_COINGECKO_CALLS_PER_MINUTE", "6000",
                "ECOIN_CRAWL_WORKERS", "1"));
        environment.putAll(Map.of(
                "ECOIN_CRAWL_SCHEDULE", "off",
                "ECOIN_TRAINING_SCHEDULE", "off",
                "ECOIN_RUNS_LOOK", "1s",
                "ECOIN_CLUSTER_LEASE", "6s"));
        environment.putAll(settings);
        for (int replica = 0; replica < replicas; replica++) {
            services.add(PackagedService.start(environment));
        }
        for (var service : services) {
            service.address();
        }
    }

    /** The replica that executes a run. */
    private PackagedService at(String runs) throws SQLException {
        var pid = Long.parseLong(value("SELECT m.process FROM cluster_member AS m JOIN " + runs
                + " AS r ON r.member = m.id WHERE r.state = 'running' LIMIT 1"));
        return services.stream()
                .filter(service -> service.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private int status(String uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private void until(String condition) {
        await().atMost(LONGEST).until(() -> value("SELECT " + condition).equals("t"));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String value(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
