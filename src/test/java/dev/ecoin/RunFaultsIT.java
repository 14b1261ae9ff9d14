package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import dev.ecoin.testing.PostgresRelay;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Crawls and trainings with faults at random moments: a connection falls silent, PostgreSQL stops, or a process dies or
 * stalls. {@code -Dfaults=30} sets the number of each, with the service's own timeouts; {@code -Dfaults.seed=2} selects
 * other moments. Results are printed, because they depend on the machine.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunFaultsIT {

    private static final int FEW = 1;
    private static final int DEATHS_A_SIGTERM = 4;
    private static final int FAULTS = Integer.getInteger("faults", FEW);
    private static final boolean CAMPAIGN = FAULTS > FEW;
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final int COINS_A_FAULT = 3;
    private static final int DAYS_SHOWN = 364;
    private static final Duration LEASE = Duration.ofSeconds(CAMPAIGN ? 6 : 3);
    private static final Duration SILENCE = Duration.ofSeconds(CAMPAIGN ? 20 : 3);
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration LONGEST_TO_END = Duration.ofMinutes(1);

    /** Counts models as well as runs, because the runs after a startup crawl are requested after its end. */
    private static final String OPEN = """
            SELECT concat_ws(' ', (SELECT count(*) FROM active_model),
                             (SELECT count(*) FROM run WHERE ended_at IS NULL AND kind <> 'score'))
            """;

    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Replica> replicas = new ArrayList<>();
    private final CoinGeckoStandIn coinGecko = new CoinGeckoStandIn(
            Clock.systemUTC(),
            IntStream.range(0, COINS_A_FAULT * (FAULTS + 2))
                    .mapToObj(RunFaultsIT::coin)
                    .toArray(String[]::new));
    private final Map<String, Duration> longest = new HashMap<>();
    private final String name;
    private final Path log;

    @TempDir
    Path directory;

    @TempDir
    Path standbyDirectory;

    private EmbeddedPostgres postgres;
    private DataSource database;
    private Map<String, String> settings;
    private int requested;
    private int deaths;

    RunFaultsIT(TestInfo test) throws IOException {
        name = test.getTestMethod().orElseThrow().getName();
        log = Files.writeString(Path.of("target", name + ".log"), "");
    }

    @AfterEach
    void stop() throws Exception {
        replicas.forEach(Replica::kill);
        coinGecko.close();
        if (postgres != null) {
            postgres.close();
        }
        System.out.printf("%s, %d faults, -Dfaults.seed=%d: %s%n", name, FAULTS, SEED, longest);
    }

    @Test
    void deathsOfTheService() throws Exception {
        postgres(Postgres.freePort());
        var replica = start();
        for (int fault = 0; fault < FAULTS; fault++) {
            request();
            let(upTo(Duration.ofSeconds(5)));
            if (fault % (DEATHS_A_SIGTERM + 1) < DEATHS_A_SIGTERM) {
                kill(replica);
            } else {
                measure("SIGTERM", replica::end);
            }
            replica = start();
            measureEnds();
        }
        verify();
    }

    @Test
    void stopsOfPostgreSQL() throws Exception {
        postgres(Postgres.freePort());
        var port = postgres.getPort();
        var replica = start();
        for (int fault = 0; fault < FAULTS; fault++) {
            request();
            let(upTo(Duration.ofSeconds(4)));
            stopPostgres();
            let(upTo(Duration.ofSeconds(4)));
            postgres(port);
            measureReadiness(replica);
            measureEnds();
        }
        request();
        let(upTo(Duration.ofSeconds(4)));
        stopPostgres();
        let(upTo(Duration.ofSeconds(4)));
        // The answer to a running call is lost.
        deaths++;
        measure("SIGTERM without PostgreSQL", replica::end);
        postgres(port);
        start();
        verify();
    }

    @Test
    void silence() throws Exception {
        var relay = new PostgresRelay();
        try {
            var own = relay.start();
            configure(relay.database(), own.get("quarkus.datasource.reactive.url"));
            var replica = start();
            for (int fault = 0; fault < FAULTS; fault++) {
                request();
                let(upTo(Duration.ofSeconds(4)));
                if (fault % 3 == 2) {
                    relay.keepBack();
                    let(SILENCE);
                    relay.deliver();
                } else {
                    relay.fallSilent();
                    let(SILENCE);
                    if (fault % 3 == 0) {
                        relay.speakToNewOnes();
                    } else {
                        relay.speak();
                    }
                }
                measureReadiness(replica);
                measureEnds();
            }
            request();
            let(upTo(Duration.ofSeconds(4)));
            relay.fallSilent();
            let(upTo(SILENCE));
            // The answer to a running call is lost.
            deaths++;
            measure("SIGTERM in silence", replica::end);
            relay.speak();
            start();
            verify();
        } finally {
            replicas.forEach(Replica::kill);
            relay.stop();
        }
    }

    @Test
    void deathsAndStallsOfReplicas() throws Exception {
        postgres(Postgres.freePort());
        IntStream.range(0, 3).forEach(replica -> start());
        for (int fault = 0; fault < FAULTS; fault++) {
            request();
            let(upTo(Duration.ofSeconds(4)));
            // Prefers a replica that executes a run, because a fault elsewhere has little effect.
            var replica = busy();
            if (fault % 2 == 0) {
                deaths++;
                replica.service.signal("STOP");
                let(LEASE.plus(upTo(LEASE)));
                replica.service.signal("CONT");
            } else {
                kill(replica);
                start();
            }
            measureReadiness(replicas.get(random.nextInt(replicas.size())));
            measureEnds();
        }
        request();
        let(upTo(Duration.ofSeconds(4)));
        measure("SIGTERM", busy()::end);
        verify();
    }

    @Test
    void failover() throws Exception {
        var relay = new PostgresRelay();
        try {
            var own = relay.start();
            postgres(Postgres.freePort());
            relay.relayTo(postgres.getPort());
            configure(database, own.get("quarkus.datasource.reactive.url"));
            Migrations.migrate(database, "latest");
            var standby = standby();
            var replica = start();
            request();
            let(upTo(Duration.ofSeconds(4)));
            stopPostgres();
            postgres = standby;
            database = standby.getPostgresDatabase();
            value("SELECT pg_promote()");
            relay.relayTo(standby.getPort());
            measureReadiness(replica);
            verify();
        } finally {
            replicas.forEach(Replica::kill);
            relay.stop();
        }
    }

    /** A standby that must confirm every commit. */
    private EmbeddedPostgres standby() throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(directory, standbyDirectory);
            try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(standbyDirectory.resolve("backup_label"), label.getString(1));
            }
        }
        Files.writeString(standbyDirectory.resolve("standby.signal"), "");
        Files.writeString(
                standbyDirectory.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + postgres.getPort() + " user=postgres'\n");
        var standby = server(standbyDirectory, Postgres.freePort());
        execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        execute("SELECT pg_reload_conf()");
        await().atMost(LONGEST)
                .until(() -> value("SELECT string_agg(sync_state, ' ') FROM pg_stat_replication"), "sync"::equals);
        return standby;
    }

    private static void copy(Path from, Path to) throws IOException {
        var mine = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!mine.contains(file.getFileName().toString())) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void verify() throws Exception {
        measureEnds();
        await().atMost(LONGEST).until(() -> value("SELECT count(*) FROM run WHERE ended_at IS NULL"), "0"::equals);
        var failed =
                value("SELECT string_agg(concat_ws(' ', kind, coin, error), '; ') FROM run WHERE state = 'failed'");
        assertTrue(
                failed == null
                        || deaths > 0
                                && failed.replaceAll("[^;]* times without progress(; )?", "")
                                        .isEmpty(),
                failed);
        var last = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        try (var connection = database.getConnection();
                var price = connection.prepareStatement("SELECT price FROM daily_price WHERE coin = ? AND day = ?")) {
            for (int coin = 0; coin < requested; coin++) {
                for (var day = last.minusDays(DAYS_SHOWN - 2); !day.isAfter(last); day = day.plusDays(1)) {
                    price.setString(1, coin(coin));
                    price.setObject(2, day);
                    try (var found = price.executeQuery()) {
                        assertTrue(found.next(), coin(coin) + " " + day);
                        assertEquals(
                                0,
                                CoinGeckoStandIn.price(coin(coin), day).compareTo(found.getBigDecimal(1)),
                                coin(coin) + " " + day);
                    }
                }
            }
        }
        assertEquals(Integer.toString(requested), value("SELECT count(*) FROM active_model"));
        // Runs that started since then are still executing.
        assertEquals("0", value("SELECT count(*) FROM run WHERE member IS NOT NULL AND ended_at IS NOT NULL"));
        var repeated = coinGecko.charts().size() - new HashSet<>(coinGecko.charts()).size();
        assertTrue(repeated <= deaths, repeated + " calls were repeated after " + deaths + " deaths");
        System.out.printf(
                "%s: %d coins, %d deaths, %d repeated calls, failed: %s, %s%n",
                name,
                requested,
                deaths,
                repeated,
                failed,
                value("SELECT concat('runs: ', count(*), ', takeovers: ', sum(takeovers)) FROM run"));
    }

    /** Requests crawls and trainings of new coins, and another training of an old one. */
    private void request() throws SQLException {
        for (int coin = 0; coin < COINS_A_FAULT; coin++, requested++) {
            execute("INSERT INTO coin (id) VALUES ('" + coin(requested) + "') ON CONFLICT DO NOTHING");
            coinGecko.beforeAnswer(() -> let(Duration.ofMillis(500)));
        }
        execute("INSERT INTO run (kind, lane, options, requested_by, requested_at, due_at, state)"
                + " VALUES ('crawl', 'crawl', '{\"mode\": \"range\"}', 'test', now(), now(), 'waiting')"
                + " ON CONFLICT DO NOTHING");
        execute("INSERT INTO run (kind, coin, lane, requested_by, requested_at, due_at, state)"
                + " SELECT 'train', coin, 'train ' || coin, 'test', now(), now(), 'waiting' FROM active_model"
                + " ORDER BY random() LIMIT 2 ON CONFLICT DO NOTHING");
    }

    private static String coin(int number) {
        return "coin-" + number;
    }

    private void postgres(int port) throws Exception {
        postgres = server(directory, port);
        configure(postgres.getPostgresDatabase(), "postgresql://localhost:" + postgres.getPort() + "/postgres");
    }

    private static EmbeddedPostgres server(Path data, int port) throws IOException {
        return Postgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                // Committed data must survive, unlike with the embedded server's default.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Like {@code pg_ctl stop -m immediate}, or the kernel killing a process that uses too much memory. */
    private void stopPostgres() throws Exception {
        var pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
        var server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        var signal = random.nextBoolean() ? "-QUIT" : "-KILL";
        new ProcessBuilder("kill", signal, pid).start().waitFor();
        server.onExit().get(1, TimeUnit.MINUTES);
        // The backends notice by themselves, and keep the shared memory until then.
        await().atMost(LONGEST).until(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(directory.toString())));
        postgres.close();
        postgres = null;
    }

    private void configure(DataSource server, String url) {
        database = server;
        settings = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", url,
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "QUARKUS_HTTP_PORT", "0",
                "ECOIN_COINS", coin(0),
                "ECOIN_COINGECKO_URL", coinGecko.url(),
                "ECOIN_COINGECKO_CALLS_PER_MINUTE", "6000",
                "ECOIN_CRAWL_WORKERS", "1",
                "ECOIN_RUNS_LOOK", "1s",
                "ECOIN_CLUSTER_LEASE", LEASE.toSeconds() + "s"));
        // A request on a silent connection ends soon.
        settings.put("ECOIN_SERVING_PATIENCE", "5s");
        if (!CAMPAIGN) {
            settings.put("QUARKUS_DATASOURCE_JOBS_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT", "5");
        }
    }

    private Replica start() {
        try {
            Migrations.migrate(database, "latest");
            var replica = new Replica(PackagedService.start(settings));
            replicas.add(replica);
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill(Replica replica) {
        replica.kill();
        replicas.remove(replica);
        deaths++;
    }

    private Replica busy() throws SQLException {
        var process = value("SELECT max(process) FROM cluster_member JOIN run ON member = cluster_member.id");
        return replicas.stream()
                .filter(replica -> process == null || replica.service.pid() == Long.parseLong(process))
                .findFirst()
                .orElseThrow();
    }

    private void measureReadiness(Replica replica) throws Exception {
        measure("readiness", () -> await().atMost(LONGEST).until(replica::isReady));
    }

    private void measureEnds() throws Exception {
        measure("last end", () -> await().atMost(LONGEST).until(() -> value(OPEN), (requested + " 0")::equals));
    }

    private void measure(String what, Work work) throws Exception {
        var start = Instant.now();
        work.run();
        longest.merge(
                what, Duration.between(start, Instant.now()), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private interface Work {
        void run() throws Exception;
    }

    private Duration upTo(Duration limit) {
        return Duration.ofMillis(random.nextLong(limit.toMillis()));
    }

    /** Lets time pass during a fault. */
    private static void let(Duration pass) {
        try {
            TimeUnit.MILLISECONDS.sleep(pass.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String value(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** A process of the service; its log is read continuously, because a full pipe would stall it. */
    private final class Replica {

        private final PackagedService service;
        private final String management;
        private final CompletableFuture<Void> read;

        Replica(PackagedService service) throws IOException {
            this.service = service;
            management = service.managementAddress();
            read = CompletableFuture.runAsync(this::keepLog, work -> new Thread(work, "log").start());
        }

        private void keepLog() {
            try {
                Files.write(log, service.logUntilEnd(), StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isReady() throws Exception {
            var request = HttpRequest.newBuilder(URI.create(management + "/q/health/ready"))
                    .timeout(LONGEST_TO_END)
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        }

        void kill() {
            try {
                service.kill();
                read.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end() throws Exception {
            service.signal("TERM");
            CompletableFuture.supplyAsync(() -> {
                        try {
                            return service.exitStatus();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .get(LONGEST_TO_END.toSeconds(), TimeUnit.SECONDS);
            read.join();
            replicas.remove(this);
        }
    }
}
