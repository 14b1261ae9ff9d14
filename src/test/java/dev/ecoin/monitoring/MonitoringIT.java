package dev.ecoin.monitoring;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecoin.accuracy.Scorer;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.schedule.Watch;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.BacktestOptions;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Alert rules and dashboard use only metrics that the service has, so that renaming a metric breaks the build and not
 * the alert.
 */
@QuarkusTest
@TestProfile(MonitoringIT.OnAPlanThatCountsCalls.class)
@WithDatabaseAndCoinGecko
class MonitoringIT {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final int GRAFANA_COLUMNS = 24;

    public static final class OnAPlanThatCountsCalls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.coingecko.calls-per-month", "10000");
        }
    }

    @Inject
    Service service;

    @Inject
    Crawler crawler;

    @Inject
    Trainer trainer;

    @Inject
    Scorer scorer;

    @Inject
    Watch watch;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void everyMetricAndLabelOfTheFilesIsOneThatTheServiceHas() throws Exception {
        liveThroughADay();
        var metrics = metrics();
        var unknown = new TreeSet<String>();
        var alerts = Monitoring.alerts();
        var queries = Monitoring.queries();

        alerts.forEach(alert -> unknown.addAll(new Expression(alert.get("expr").asText()).unknown(metrics)));
        queries.forEach(query -> unknown.addAll(query.unknown(metrics)));

        assertEquals(Set.of(), unknown, () -> "of " + metrics);
        assertTrue(alerts.size() > 15 && queries.size() > 30, alerts.size() + ", " + queries.size());
    }

    @Test
    void aMetricOrLabelThatIsNotThereIsFound() {
        var metrics = Map.of("ecoin_coins", Set.of("state"), "up_total", Set.<String>of());

        assertEquals(List.of(), new Expression("""
                sum by (instance, state) (rate(ecoin_coins{state=~"a{1,2}"}[5m] offset 1h))
                  > on () group_left up_total and 3 * 2 > bool 1""").unknown(metrics));
        assertEquals(
                List.of("ecoin_coin", "ecoin_coins{stat}", "coin"),
                new Expression("max by (coin) (ecoin_coin) - ecoin_coins{stat=\"x\", state=\"y\"}").unknown(metrics));
    }

    @Test
    void everyAlertSaysWhatItMeansIsExplainedAndIsTested() throws Exception {
        var operations = Files.readString(Path.of("docs/operations.md"));
        var tests = Files.readString(Path.of("src/test/promtool/by-day.yaml"))
                + Files.readString(Path.of("src/test/promtool/by-minute.yaml"));
        var names = new HashSet<String>();

        for (var alert : Monitoring.alerts()) {
            var name = alert.get("alert").asText();
            assertTrue(names.add(name), name);
            assertTrue(Set.of("info", "warning", "critical")
                    .contains(alert.at("/labels/severity").asText()));
            for (var text : List.of("summary", "description")) {
                assertFalse(alert.at("/annotations/" + text).asText().isBlank(), name);
            }
            assertEquals(
                    "docs/operations.md#" + name.toLowerCase(),
                    alert.at("/annotations/runbook").asText());
            assertTrue(operations.contains("\n#### " + name + "\n"), name + " is not in docs/operations.md");
            assertTrue(
                    tests.contains("alertname=\"" + name + "\"") || tests.contains("alertname: " + name + "\n"),
                    name + " is not tested");
        }
    }

    @Test
    void theDashboardCanBeImported() throws Exception {
        var dashboard = Monitoring.dashboard();
        var variables = Monitoring.children(dashboard.at("/templating/list"))
                .map(variable -> variable.get("name").asText())
                .toList();
        var ids = new HashSet<Integer>();
        var taken = new HashSet<List<Integer>>();
        var sections = new ArrayList<String>();

        assertEquals(List.of("datasource", "coin"), variables);
        for (var panel : Monitoring.children(dashboard.get("panels")).toList()) {
            var title = panel.get("title").asText();
            assertTrue(ids.add(panel.get("id").asInt()), title);
            occupy(panel.get("gridPos"), taken, title);
            if (panel.get("type").asText().equals("row")) {
                sections.add(title);
                continue;
            }
            assertFalse(panel.get("description").asText().isBlank(), title);
            assertEquals("${datasource}", panel.at("/datasource/uid").asText(), title);
            var names = panel.get("targets").findValuesAsText("refId");
            assertEquals(names.size(), Set.copyOf(names).size(), title);
        }
        assertEquals(
                List.of(
                        "Freshness",
                        "Crawl",
                        "Training",
                        "Accuracy and coverage",
                        "Alerts and webhooks",
                        "Serving",
                        "JVM and database"),
                sections);
    }

    private static void occupy(JsonNode place, Set<List<Integer>> taken, String title) {
        var right = place.get("x").asInt() + place.get("w").asInt();
        assertTrue(right <= GRAFANA_COLUMNS, title);
        for (int x = place.get("x").asInt(); x < right; x++) {
            for (int row = 0; row < place.get("h").asInt(); row++) {
                assertTrue(taken.add(List.of(x, place.get("y").asInt() + row)), title + " lies on another panel");
            }
        }
    }

    /** Uses every metric once, because some meters appear with their first event. */
    private void liveThroughADay() {
        System.gc();
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 200, PriceSource.IMPORT);
        coinGecko.fail(429, Map.of("Retry-After", "2"), "");
        crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();
        trainer.train(List.of("bitcoin"));
        scorer.score();
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 23), 2, PriceSource.IMPORT);
        trainer.advance();
        scorer.score();
        given().contentType("application/json")
                .body("{\"name\": \"a\", \"condition\": {\"kind\": \"fallback\"}}")
                .post("/alerts")
                .then()
                .statusCode(201);
        service.query("INSERT INTO webhook (name, url, format, enabled, secret, created_by, created_at)"
                + " VALUES ('w', 'http://localhost:1/', 'json', true, 'whsec_AAAA', 'x', now())");
        service.query("INSERT INTO webhook_delivery (webhook, message, type, body, created_at, state, next_attempt_at)"
                + " SELECT id, 'msg_1', 'webhook.test', '{}', now(), 'waiting', 'infinity' FROM webhook");
        watch.look();
        watch.lookAtAccuracy();
        given().get("/forecast?coin=bitcoin&date=2026-12-31").then().statusCode(200);
        service.query("SELECT id FROM model_state WHERE (coin, origin) = ('bitcoin', '2026-11-23')")
                .forEach(state -> service.damage("model_state", state.getLong("id")));
        trainer.backtest(List.of("bitcoin"), BacktestOptions.STANDARD, "test");
        // The garbage collector reports pauses with a delay.
        await().atMost(Duration.ofMinutes(5)).until(() -> metrics().containsKey("jvm_gc_pause_seconds_sum"));
    }

    private static Map<String, Set<String>> metrics() {
        var metrics = new TreeMap<String, Set<String>>();
        SAMPLE.matcher(management().get("/q/metrics").asString()).results().forEach(sample -> {
            var labels = metrics.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        });
        return metrics;
    }
}
