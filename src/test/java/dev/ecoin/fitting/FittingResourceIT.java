package dev.ecoin.fitting;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.BacktestAnswer;
import dev.ecoin.fit.BacktestRequest;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits and backtests over HTTP where all who may read may ask for them. */
@QuarkusTest
@TestProfile(FittingResourceIT.ForAll.class)
@WithDatabaseAndCoinGecko
class FittingResourceIT {

    private static final String SERIES = """
            {"id":"visits","values":[10,12,9,11,14,20,18,11,null,10,11,15,21,19,12,14,10,12,15,22,20,12,15,11,13,16,23,20],
             "period":7,"horizon":3,"levels":[50,90],"log":true,"intervals":"calibrated"}""";
    private static final String NEGATIVE = "{\"id\":7,\"values\":[1,-2,3],\"log\":true}";

    @Inject
    FittingPool pool;

    @Inject
    MeterRegistry metrics;

    @TestHTTPResource
    URI address;

    private final ObjectMapper json = new ObjectMapper();

    public static final class ForAll implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.fit.enabled", "true", "ecoin.fit.timeout", "1h");
        }
    }

    private static RequestSpecification anybody() {
        return given().auth().none().contentType("application/json");
    }

    private static ValidatableResponse post(String path, String body) {
        return anybody().body(body).post(path).then();
    }

    private JsonNode withoutTime(String answer) throws IOException {
        return withoutTime(json.readTree(answer));
    }

    private static JsonNode withoutTime(JsonNode answer) {
        ((ObjectNode) answer).remove("cpu_millis");
        return answer;
    }

    @Test
    void aSeriesIsAnsweredAsTheCommandAnswersIt() throws IOException {
        var expected = FitAnswer.of(FitRequest.of(json.readTree(SERIES))).json();

        var answer = post("/fit", SERIES).statusCode(200).extract().asString();

        assertEquals(withoutTime(json.readTree(expected.toString())), withoutTime(answer));
    }

    @Test
    void aBacktestIsAnsweredWithItsScores() throws IOException {
        var series = SERIES.replace("\"horizon\":3", "\"horizon\":3,\"windows\":2,\"step\":3,\"training\":14");
        var expected =
                BacktestAnswer.of(BacktestRequest.of(json.readTree(series))).json();

        var answer = post("/backtest", series)
                .statusCode(200)
                .body("windows", equalTo(2))
                .body("model.forecasts", equalTo(6))
                .body("by_horizon", hasSize(3))
                .extract()
                .asString();

        assertEquals(json.readTree(expected.toString()), json.readTree(answer));
    }

    @Test
    void severalSeriesAreAnsweredInTheirOrderAsTheyCame() {
        post("/fit", "[" + SERIES + "," + NEGATIVE + "]")
                .statusCode(200)
                .contentType("application/json")
                .body("", hasSize(2))
                .body("[0].id", equalTo("visits"))
                .body("[0].lower.'90'", hasSize(3))
                .body("[1].id", equalTo(7))
                .body("[1].error", notNullValue());
        var lines = given().auth()
                .none()
                .contentType("application/x-ndjson")
                .body((SERIES.replace("\n", "") + "\n" + NEGATIVE + "\n").getBytes(StandardCharsets.UTF_8))
                .post("/fit")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .split("\n");
        assertEquals(2, lines.length);
        assertTrue(lines[1].startsWith("{\"id\":7,\"error\":"), lines[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1}|400|values||The field 'values' is missing",
                "{\"id\":1,\"values\":[1,2],\"period\":999}|400|period|999|The field 'period' is not valid",
                "[{\"id\":1,\"values\":[1,2]},{\"id\":\"b\",\"values\":[1,\"x\"]}]|400|[1].values|x|Series 2 (\"b\"): The field",
                "[{\"id\":1,\"values\":[],\"valeus\":[]}]|400|[0].valeus||Series 1 (1): Unknown field: valeus",
                "{\"id\":1,\"values\":[1],\"order\":[99,0,0]}|400|order|[99,0,0]|p must be between 0 and 24",
                "{\"id\":1,\"values\":[1],\"order\":[0,1,0],\"mean\":true}|422|order|(0,1,0)|is not identified",
                "{\"id\":1,\"values\":[1],\"horizon\":366}|422|horizon|366|The field 'horizon' is 366 steps",
                "{\"id\":1,\"values\":[1],\"order\":[0,0,0],\"seasonal\":[3,0,0],\"period\":300}|422|order|(0,0,0)(3,0,0)300|has a lag of 900",
                "[]|400|body|[]|no series",
                "[1]|400|[0]|1|Series 1",
                "{} {}|400|id||The field 'id' is missing",
                "{\"id\":1,\"values\":[1]} 2|400|body||goes on after its end",
                "{\"id\":1,\"id\":2}|400|body||not JSON, or repeats a field, at line 1, column",
            })
    void theProblemNamesTheSeriesTheFieldAndTheValue(
            String body, int status, String field, String value, String detail) {
        problem(post("/fit", body), status, field, value).body("detail", containsString(detail));
    }

    @Test
    void longerRequestsThanAreAnsweredAreRefused() {
        var series = "{\"id\":1,\"values\":[%s]}";
        var longest = series.formatted("1,".repeat(4_999) + "1");
        post("/fit", longest).statusCode(200).body("fallback", notNullValue());
        problem(post("/fit", series.formatted("1,".repeat(5_000) + "1")), 422, "values", "5001");
        problem(
                post("/fit", Stream.generate(() -> NEGATIVE).limit(51).collect(Collectors.joining(",", "[", "]"))),
                422,
                "body",
                null);
        problem(post("/fit", series.formatted("1,".repeat(300_000) + "1")), 422, "body", null);
        problem(post("/fit", series.formatted("1,".repeat(3_000_000) + "1")), 413, "body", null);
        problem(post("/backtest", "{\"id\":1,\"values\":[1],\"windows\":101,\"refit\":true}"), 422, "windows", "101");
    }

    @Test
    void moreRequestsThanThereArePlacesForAreToComeAgain() {
        var places = Stream.generate(pool::place).limit(8).toList();
        try {
            post("/fit", SERIES).statusCode(503).header("Retry-After", "5").contentType("application/problem+json");
        } finally {
            places.forEach(FittingPool.Place::close);
        }
        // Whatever became of a request, its place is free again.
        IntStream.range(0, 10).forEach(i -> post("/fit", "{}").statusCode(400));
        IntStream.range(0, 10).forEach(i -> post("/fit", NEGATIVE).statusCode(200));
    }

    @Test
    void aClientThatGoesEndsItsFit() throws IOException {
        var random = new Random(1);
        var values = random.doubles(5_000)
                .mapToObj(value -> value < 0.1 ? "null" : Double.toString(value))
                .collect(Collectors.joining(","));
        var body = "{\"id\":1,\"values\":[1,%s],\"order\":[2,1,2],\"seasonal\":[2,1,2],\"period\":366}"
                .formatted(values.substring(0, values.lastIndexOf(',')));
        try (var client = new Socket(address.getHost(), address.getPort())) {
            client.getOutputStream()
                    .write(
                            ("POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                            + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofMinutes(5)).until(pool::isBusy);
        }
        await().atMost(Duration.ofMinutes(5))
                .until(() -> metrics.timer("ecoin.fit.series", "outcome", "cancelled")
                                .count()
                        == 1);
        assertEquals(0, metrics.timer("ecoin.fit.series", "outcome", "timeout").count());
        await().atMost(Duration.ofMinutes(5)).until(() -> !pool.isBusy());
    }

    @Test
    void theOpenApiDocumentDescribesWhatIsReadAndWritten() throws IOException {
        var document = OpenApiDocument.read();
        var answer = json.readTree(post("/fit", SERIES).extract().asString());
        for (var operation : document.operations()) {
            if (operation.toString().equals("POST /fit") || operation.toString().equals("POST /backtest")) {
                post(operation.path(), operation.bodyExample()).statusCode(200).body("[0].error", equalTo(null));
                var described = new TreeSet<String>();
                document.resolve(operation.body().path("items"))
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(described::add);
                post(operation.path(), "{\"no\":1}").body("valid", equalTo(String.join(", ", described)));
            }
        }
        var fields = new TreeSet<String>();
        answer.fieldNames().forEachRemaining(fields::add);
        fields.add("error");
        assertEquals(fields, document.properties("FittedSeries"));
    }
}
