package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged service, killed during a crawl. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledCrawlIT {

    private static final int DAYS_SHOWN = 364;

    @Test
    void aKillLosesTheWindowInFlightAndTheNextStartAsksOnlyForWhatIsMissing() throws Exception {
        try (var postgres = Postgres.builder().start();
                var coinGecko = new CoinGeckoStandIn(Clock.systemUTC(), "bitcoin", "ethereum", "solana")) {
            var environment = Map.of(
                    "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                    "QUARKUS_DATASOURCE_USERNAME", "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD", "",
                    "QUARKUS_HTTP_PORT", "0",
                    "ECOIN_COINS", "bitcoin,ethereum,solana",
                    "ECOIN_COINGECKO_URL", coinGecko.url(),
                    "ECOIN_COINGECKO_CALLS_PER_MINUTE", "600",
                    "ECOIN_CRAWL_WORKERS", "1",
                    "ECOIN_RUNS_LOOK", "1s",
                    "ECOIN_CLUSTER_LEASE", "3s");
            var victim = new CompletableFuture<PackagedService>();
            coinGecko.beforeAnswer(() -> {});
            coinGecko.beforeAnswer(() -> kill(victim.join()));
            try (var service = PackagedService.start(environment)) {
                victim.complete(service);
                service.logUntilEnd();
            }
            assertEquals(List.of("bitcoin", "ethereum"), coinGecko.charts());
            assertEquals(DAYS_SHOWN, count(postgres, "daily_price WHERE coin = 'bitcoin'"));
            assertEquals(DAYS_SHOWN, count(postgres, "daily_price"));
            coinGecko.reset();

            try (var service = PackagedService.start(environment)) {
                service.logUntil("Listening on");
                // The dead process keeps its run until its lease expires.
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> count(postgres, "crawl_run WHERE state = 'succeeded'") > 0);
            }

            assertEquals(List.of("ethereum", "solana"), coinGecko.charts());
            assertEquals(3 * DAYS_SHOWN, count(postgres, "daily_price"));
            assertEquals(1, count(postgres, "crawl_run WHERE takeovers = 1"), "the killed run went on");
            // If a start finds the run already ended, it requests another one, which has no days to fetch.
            assertEquals(3, count(postgres, "crawl_run_coin"));
        }
    }

    private static void kill(PackagedService service) {
        try {
            service.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int count(EmbeddedPostgres postgres, String rows) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            result.next();
            return result.getInt(1);
        }
    }
}
