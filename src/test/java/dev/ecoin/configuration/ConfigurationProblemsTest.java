package dev.ecoin.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.accuracy.AccuracyConfig;
import dev.ecoin.alerts.AlertsConfig;
import dev.ecoin.analysis.AnalysisConfig;
import dev.ecoin.crawl.CrawlConfig;
import dev.ecoin.database.DatabaseConfig;
import dev.ecoin.feeds.FeedsConfig;
import dev.ecoin.feeds.binance.BinanceConfig;
import dev.ecoin.feeds.coingecko.CoinGeckoConfig;
import dev.ecoin.feeds.coingecko.Plan;
import dev.ecoin.fitting.FitConfig;
import dev.ecoin.http.RequestConfig;
import dev.ecoin.http.connections.ConnectionConfig;
import dev.ecoin.http.security.SecurityConfig;
import dev.ecoin.prices.CoinsConfig;
import dev.ecoin.prices.imports.ImportConfig;
import dev.ecoin.runs.ClusterConfig;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.schedule.ScheduleConfig;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.TrainingConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions of SmallRye Config for the service's interfaces, and the lines that users see. */
class ConfigurationProblemsTest {

    private static final List<Class<?>> INTERFACES = List.of(
            AccuracyConfig.class,
            AlertsConfig.class,
            AnalysisConfig.class,
            ClusterConfig.class,
            RunConfig.class,
            BinanceConfig.class,
            CoinGeckoConfig.class,
            CoinsConfig.class,
            ConnectionConfig.class,
            CrawlConfig.class,
            CurrencyConfig.class,
            DatabaseConfig.class,
            FeedsConfig.class,
            FitConfig.class,
            ImportConfig.class,
            RequestConfig.class,
            ScheduleConfig.class,
            SecurityConfig.class,
            ServingConfig.class,
            TrainingConfig.class);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ecoin.coingecko.plan               | premium         | demo, pro, public
            ecoin.coingecko.url                | api.example.com | an address such as https://api.coingecko.com/api/v3
            ecoin.coingecko.calls-per-minute   | 0               | a whole number of at least 1
            ecoin.coingecko.calls-per-month    | many            | a whole number of at least 1
            ecoin.coingecko.history-days       | -1              | a whole number of at least 1
            ecoin.coingecko.longest-pause      | -3m             | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.coingecko.timeout            | 5 parsecs       | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.coingecko.longest-body       | 32X             | a size above 0, such as 512K, 16M or 1G
            ecoin.imports.largest-file         | 64X             | a size above 0, such as 512K, 16M or 1G
            ecoin.coingecko.retries            | -1              | a whole number of at least 0
            ecoin.feeds                        | Coin Gecko      | names of feeds, separated by commas, such as coingecko,binance
            ecoin.binance.url                  | binance.com     | an address such as https://api.coingecko.com/api/v3
            ecoin.binance.pairs                | BTCUSDT         | COIN:PAIR, separated by commas, such as bitcoin:BTCUSDT,ethereum:ETHUSDT
            ecoin.binance.weight-per-minute    | 0               | a whole number of at least 1
            ecoin.crawl.fallback-after         | -6h             | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.crawl.tolerated-difference   | 10%             | a share above 0 and below 1, such as 0.1
            ecoin.coins                        | bitcoin,../etc  | CoinGecko's ids of coins, separated by commas, such as bitcoin,ethereum
            ecoin.sample.enabled               | treu            | true or false
            ecoin.metrics.coins                | 1e3             | a whole number of at least 0
            ecoin.crawl.schedule               | 0 45 0 * *      | a cron expression of six fields or seven, seconds first, such as 0 45 0 * * ?, or off
            ecoin.runs.look                    | -1s             | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.runs.calls                   | 0               | a whole number of at least 1
            ecoin.runs.deliveries              | 0               | a whole number of at least 1
            ecoin.alerts.allowed-hosts         | http://chat     | names or addresses of hosts, separated by commas, such as chat.example.internal
            ecoin.alerts.most-rules            | 0               | a whole number of at least 1
            ecoin.alerts.most-webhooks         | many            | a whole number of at least 1
            ecoin.alerts.timeout               | 0s              | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.alerts.rotation              | -1h             | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.alerts.keep                  | 90 days         | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.crawl.from                   | 2026-02-30      | a date such as 2026-01-31
            ecoin.crawl.workers                | 0               | a whole number of at least 1
            ecoin.training.schedule            | nightly         | a cron expression of six fields or seven, seconds first, such as 0 45 0 * * ?, or off
            ecoin.training.pool-schedule       | monthly         | a cron expression of six fields or seven, seconds first, such as 0 45 0 * * ?, or off
            ecoin.training.order               | ARIMA(0,1,1)    | auto, or an order as (p,d,q)(P,D,Q)m, such as (0,1,1) or (1,1,1)(1,0,1)7
            ecoin.training.period              | 367             | a whole number from 1 to 366
            ecoin.training.threads             | 0               | a whole number of at least 1
            ecoin.training.gate.worst-ratio    | NaN             | a number above 0, such as 1.1
            ecoin.training.keep.models         | -1              | a whole number of at least 0
            ecoin.security.expensive-requests-per-minute | x     | a whole number of at least 0
            ecoin.security.session             | 0s              | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.serving.patience             | 0s              | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.serving.kept-answers         | 0               | a size above 0, such as 512K, 16M or 1G
            ecoin.accuracy.horizons            | 1,1001          | a whole number from 1 to 1000
            ecoin.accuracy.levels              | 80,100          | percentages above 0 and below 100, separated by commas
            ecoin.analysis.patience            | soon            | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.connections.max              | 0               | a whole number of at least 1
            ecoin.connections.header-timeout   | 10x             | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.fit.enabled                  | perhaps         | true or false
            ecoin.fit.timeout                  | 0s              | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.cluster.lease                | 0s              | a duration above 0, such as 500ms, 30s, 5m or 3h
            ecoin.schedule.at-start            | maybe           | true or false
            ecoin.schedule.watch               | 1d              | a time of at least 1s, such as 10s, 5m or 1h, or off
            ecoin.database.start-patience      | long            | a duration above 0, such as 500ms, 30s, 5m or 3h
            """)
    void aValueThatCannotBeUsedIsToldInOneLineWithWhatIsValid(String key, String value, String valid) {
        assertEquals(List.of(key + " is '" + value + "', but must be " + valid + "."), problems(Map.of(key, value)));
    }

    @Test
    void everyProblemHasItsLine() {
        assertEquals(
                2,
                problems(Map.of("ecoin.crawl.workers", "0", "ecoin.serving.most-coins", "0"))
                        .size());
        assertEquals(
                List.of("Could not expand value HOST_OF_NOTHING in property ecoin.crawl.workers"),
                problems(Map.of("ecoin.crawl.workers", "${HOST_OF_NOTHING}")));
    }

    @Test
    void optionalValuesMayBeEmpty() {
        var nothing = Map.of("ecoin.coingecko.url", "", "ecoin.coingecko.calls-per-minute", "", "ecoin.crawl.from", "");

        var config = builder(nothing)
                .withMapping(CoinGeckoConfig.class)
                .withMapping(CrawlConfig.class)
                .build();

        assertTrue(config.getConfigMapping(CoinGeckoConfig.class).url().isEmpty());
    }

    @Test
    void valuesOfQuarkusAreToldAlike() {
        assertEquals("must be a whole number", valid("quarkus.http.port", "abc", int.class));
        assertEquals("must be a number", valid("quarkus.other", "abc", double.class));
        assertEquals(
                "must be a duration such as 500ms, 30s or 5m",
                valid("quarkus.shutdown.timeout", "abc", Duration.class));
        assertEquals("must be demo, pro, public", valid("quarkus.other", "abc", Plan.class));
        assertEquals(
                List.of("quarkus.http.port is empty or not set, but needed."),
                ConfigurationProblems.of(assertThrows(NoSuchElementException.class, () -> config(Map.of())
                        .getValue("quarkus.http.port", int.class))));
    }

    @Test
    void secretsAreNotShown() {
        for (var key :
                List.of("ecoin.coingecko.key", "quarkus.datasource.password", "quarkus.oidc.credentials.secret")) {
            assertEquals(
                    List.of(key + " has a value, not shown here, that cannot be used: it must be a whole number."),
                    ConfigurationProblems.of(
                            assertThrows(IllegalArgumentException.class, () -> config(Map.of(key, "hunter2"))
                                    .getValue(key, int.class))));
        }
        var url = "quarkus.datasource.reactive.url";
        var address = new Values.DatabaseAddress();
        for (var value : List.of("postgresql://me:hunter2@db/ecoin", "postgres://db/ecoin?user=me&password=hunter2")) {
            var line = ConfigurationProblems.of(
                            assertThrows(IllegalArgumentException.class, () -> config(Map.of(url, value))
                                    .getValue(url, address)))
                    .get(0);
            assertTrue(line.contains("must be postgresql://HOST:PORT/DATABASE") && !line.contains("hunter2"), line);
        }
        for (var value : List.of("postgresql://ecoin_db:5432/ecoin", "postgresql://[::1]/ecoin?sslmode=require")) {
            assertEquals(value, config(Map.of(url, value)).getValue(url, address));
        }
    }

    private static String valid(String key, String value, Class<?> type) {
        var lines = ConfigurationProblems.of(assertThrows(
                IllegalArgumentException.class, () -> config(Map.of(key, value)).getValue(key, type)));
        var begin = key + " is '" + value + "', but ";
        assertTrue(lines.size() == 1 && lines.get(0).startsWith(begin), lines::toString);
        return lines.get(0).substring(begin.length(), lines.get(0).length() - 1);
    }

    private static List<String> problems(Map<String, String> values) {
        var builder = builder(values);
        INTERFACES.forEach(builder::withMapping);
        return ConfigurationProblems.of(assertThrows(RuntimeException.class, builder::build));
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return builder(values).build();
    }

    private static SmallRyeConfigBuilder builder(Map<String, String> values) {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                            new PropertiesConfigSource(
                                    Path.of("src/main/resources/application.properties")
                                            .toUri()
                                            .toURL(),
                                    250),
                            new PropertiesConfigSource(values, "user", 500));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
