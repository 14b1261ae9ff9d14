package dev.ecoin;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.LiveCoinGeckoResource;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OpenApiDocument.Operation;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends the example of every operation in the OpenAPI document to the packaged service; code missing from a native
 * executable would show as a 5xx.
 */
@QuarkusIntegrationTest
@WithTestResource(PostgresResource.class)
@WithTestResource(LiveCoinGeckoResource.class)
@WithTestResource(OperatorResource.class)
class EveryEndpointIT {

    /** Reads first, deletes last. */
    private static final List<String> ORDER = List.of("GET", "POST", "PUT", "DELETE");

    @Test
    void everyOperationAnswersItsExamplesWithoutAFault() {
        var tomorrow = LocalDate.now(Clock.systemUTC()).plusDays(1).toString();
        await().atMost(Duration.ofMinutes(5))
                .until(() -> given().queryParam("coin", "bitcoin")
                                .queryParam("date", tomorrow)
                                .get("/forecast")
                                .statusCode()
                        == 200);
        var operations = OpenApiDocument.read().operations().stream()
                .sorted(Comparator.comparing(operation -> ORDER.indexOf(operation.method())))
                .toList();
        var faults = new ArrayList<String>();

        for (var operation : operations) {
            var answer = ask(operation);
            if (answer.statusCode() >= 500) {
                faults.add(operation + ": " + answer.statusCode() + " " + answer.asString());
            }
        }

        assertTrue(operations.size() > 25, () -> "Only " + operations);
        assertEquals(List.of(), faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/app/main.js",
                "/app/views/forecast.js",
                "/app/style.css",
                "/webjars/uplot/1.6.30/dist/uPlot.esm.js",
                "/q/swagger-ui/",
                "/q/openapi"
            })
    void whatIsNoOperationIsThereToo(String path) {
        given().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/started", "/q/metrics"})
    void healthAndMetricsAreOnTheManagementInterfaceAlone(String path) {
        management().get(path).then().statusCode(200);
        given().get(path).then().statusCode(404).body("detail", containsString("quarkus.management.port"));
    }

    private static Response ask(Operation operation) {
        var request = given();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("query") && parameter.example() != null) {
                request.queryParam(parameter.name(), parameter.example());
            }
        }
        if (operation.body() != null) {
            request.contentType("application/json").body(operation.bodyExample());
        }
        return request.request(operation.method(), operation.examplePath());
    }
}
