package dev.ecoin;

import static dev.ecoin.testing.ModelClient.json;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.LiveCoinGeckoResource;
import dev.ecoin.testing.ModelClient;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packaged service's tools, each asked by a real client: what a native executable lacks shows as an error. */
@QuarkusIntegrationTest
@WithTestResource(PostgresResource.class)
@WithTestResource(LiveCoinGeckoResource.class)
@WithTestResource(OperatorResource.class)
class McpIT {

    @Test
    void everyToolAnswers() {
        var soon = LocalDate.now(Clock.systemUTC()).plusDays(10).toString();
        await().atMost(Duration.ofMinutes(5))
                .until(() -> given().get("/coins/bitcoin/backtest").statusCode() == 200
                        && given().get("/coins/ethereum/forecast").statusCode() == 200);
        var questions = new HashMap<String, Map<String, Object>>(Map.of(
                "accuracy", Map.of("coin", "bitcoin"),
                "analysis", Map.of("analysis", "risk", "coin", "bitcoin"),
                "backtest", Map.of("coin", "bitcoin"),
                "explain", Map.of("coin", "bitcoin"),
                "forecast", Map.of("coin", "bitcoin", "horizon", 10),
                "list_coins", Map.of(),
                "prices", Map.of("coin", "bitcoin"),
                "probability", Map.of("coin", "bitcoin", "date", soon, "above", 1),
                "scenarios", Map.of("coins", List.of("bitcoin", "ethereum")),
                "touch", Map.of("coin", "bitcoin", "by", soon, "above", 1)));
        try (var model = ModelClient.of("http://localhost:" + RestAssured.port, Map.of())) {
            assertEquals(
                    questions.keySet(),
                    model.tools().stream().map(tool -> tool.name()).collect(Collectors.toSet()));

            questions.forEach(
                    (tool, arguments) -> assertFalse(model.ask(tool, arguments).isEmpty(), tool));

            assertEquals(
                    json(given().get("/coins/bitcoin/forecast?horizon=10").asString())
                            .get("days"),
                    model.ask("forecast", Map.of("coin", "bitcoin", "horizon", 10))
                            .get("days"));
            var refusal = model.refusal("forecast", Map.of("coin", "btc"));
            assertTrue(refusal.startsWith("There is no coin 'btc' here."), refusal);
        }
    }
}
