package dev.ecoin.http;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Management;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class OperationsTest {

    @Inject
    Trainer trainer;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
    }

    @Test
    void theExamplesOfTheOpenApiDocumentWorkWhenTried() {
        var parameters = OpenApiDocument.read().operation("GET", "/forecast").parameters();
        var request = given();
        for (var parameter : parameters) {
            request.queryParam(parameter.name(), parameter.example());
        }

        assertEquals(2, parameters.size());
        request.get("/forecast").then().statusCode(200).body("size()", equalTo(31));
    }

    @ParameterizedTest
    @CsvSource({
        "/coins/{coin}/forecast, 3",
        "/forecasts, 3",
        "/coins/{coin}/explain, 2",
        "/coins/{coin}/anomalies, 2",
        "/coins/{coin}/accuracy, 1",
        "/coins/{coin}/probability, 3",
        "/coins/{coin}/returns, 3"
    })
    void theExamplesOfTheOtherForecastsAndOfWhatIsAskedAboutThemWorkToo(String path, int count) {
        var parameters = OpenApiDocument.read().operation("GET", path).parameters().stream()
                .filter(parameter -> parameter.hasExample())
                .toList();
        var request = given();
        for (var parameter : parameters) {
            if (parameter.in().equals("path")) {
                request.pathParam(parameter.name(), parameter.example());
            } else {
                request.queryParam(parameter.name(), parameter.example());
            }
        }

        assertEquals(count, parameters.size(), parameters.toString());
        request.get(path).then().statusCode(200);
    }

    @Test
    void everyAnswerOfTheForecastIsDescribed() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .body("info.title", equalTo("ecoin-forecaster"))
                .body("paths.'/forecast'.get.responses.keySet()", hasItem("200"))
                .body("paths.'/forecast'.get.responses.'404'.content", hasKey(Problem.MEDIA_TYPE))
                .body("paths.'/forecast'.get.responses.'400'.content", hasKey(Problem.MEDIA_TYPE))
                .body("paths.'/forecast'.get.responses.'422'.content", hasKey(Problem.MEDIA_TYPE));
    }

    @Test
    void everyErrorOfEveryEndpointIsDescribedAsAProblem() {
        var document = given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .extract()
                .jsonPath();
        var errors = 0;
        Map<String, Map<String, Object>> paths = document.getMap("paths");
        for (var path : paths.entrySet()) {
            for (var verb : List.of("get", "put", "post", "delete")) {
                Map<String, Map<String, Object>> responses =
                        document.getMap("paths.'%s'.%s.responses".formatted(path.getKey(), verb));
                for (var status : responses == null ? List.<String>of() : List.copyOf(responses.keySet())) {
                    if (status.compareTo("400") >= 0) {
                        errors++;
                        assertEquals(
                                Map.of(
                                        Problem.MEDIA_TYPE,
                                        Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))),
                                responses.get(status).get("content"),
                                verb + " " + path.getKey() + " " + status);
                    }
                }
            }
        }
        assertTrue(errors > 10, errors + " errors are described");
        assertEquals("about:blank", document.getString("components.schemas.Problem.properties.type.examples[0]"));
        assertFalse("0".equals(document.getString("info.version")));
    }

    @Test
    void swaggerUiIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger-ui"));
    }

    @Test
    void readinessIsUpWithModelsAndWithoutAndNamesNoCoin() {
        ready().body("checks.find { it.name == 'Models' }.data", equalTo(Map.of("models", "in place")));

        service.query("DELETE FROM active_model");

        ready().body("checks.find { it.name == 'Models' }.data.models", startsWith("no model yet"));
    }

    private static ValidatableResponse ready() {
        return management()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body(not(containsString("bitcoin")))
                .body(not(containsString("ethereum")));
    }

    @Test
    void livenessIsUp() {
        management().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void metricsCountWhatTheServiceDoes() {
        var metrics =
                management().get("/q/metrics").then().statusCode(200).extract().asString();

        assertTrue(metrics.contains("ecoin_training_seconds_count{coin=\"bitcoin\",outcome=\"succeeded\"}"), metrics);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics"})
    void thePortOfTheEndpointsSaysWhereHealthAndMetricsAre(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("management interface, port 9000"));
    }

    @Test
    void theManagementInterfaceTakesNothingButReadingByNobodyElsesPage() throws IOException {
        for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "MADEUP")) {
            management().request(method, "/q/metrics").then().statusCode(405);
        }
        management().body("x".repeat(2_000)).post("/q/health").then().statusCode(413);
        management()
                .header("Origin", "https://evil.example")
                .get("/q/metrics")
                .then()
                .statusCode(403)
                .header("Access-Control-Allow-Origin", nullValue())
                .body(emptyString());
        assertEquals("HTTP/1.1 400 Bad Request", statusOfTheManagementInterface("/q/health/%zz"));
        for (var path : List.of("/coins", "/forecast", "/q/openapi", "/q/swagger-ui/", "/", "/q/../coins")) {
            management().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
    }

    /** For an address that HTTP clients refuse to send. */
    private static String statusOfTheManagementInterface(String address) throws IOException {
        try (var socket = new Socket("localhost", Management.port())) {
            socket.getOutputStream()
                    .write(("GET " + address + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void anUnknownPathIsAProblemToo() {
        given().get("/no/such/path")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(404));
        given().post("/forecast")
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(405));
    }
}
