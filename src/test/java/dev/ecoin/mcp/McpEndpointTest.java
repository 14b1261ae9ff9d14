package dev.ecoin.mcp;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /mcp} takes, and what it does not. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class McpEndpointTest {

    private static final String LIST = "{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list'}";

    @Inject
    Service service;

    @Inject
    ConnectionManager sessions;

    @TestHTTPResource
    URL address;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void aClientBeginsWithoutASession() {
        post("{'jsonrpc': '2.0', 'id': 'a', 'method': 'initialize', 'params': {'protocolVersion': '2025-06-18',"
                        + " 'capabilities': {}, 'clientInfo': {'name': 'x', 'version': '1'}}}")
                .statusCode(200)
                .header("Mcp-Session-Id", nullValue())
                .header("X-Content-Type-Options", "nosniff")
                .contentType("application/json")
                .body("id", equalTo("a"))
                .body("result.protocolVersion", equalTo("2025-06-18"))
                .body("result.serverInfo.name", equalTo("ecoin-forecaster"));
        post("{'jsonrpc': '2.0', 'method': 'notifications/initialized'}")
                .statusCode(202)
                .body(is(blankOrNullString()));
        assertTrue(!sessions.iterator().hasNext());
    }

    @Test
    void anyRequestIsAnsweredByItselfWhateverSessionAndVersionItNames() {
        given().header("Mcp-Session-Id", "of another replica")
                .header("Mcp-Protocol-Version", "1999-01-01")
                .header("Accept", "*/*")
                .contentType("application/json")
                .body(LIST.replace('\'', '"'))
                .post("/mcp")
                .then()
                .statusCode(200)
                .body("result.tools.name", hasItem("forecast"))
                .body("result.nextCursor", nullValue());
    }

    @Test
    void nobodyNeedsCredentialsAndWrongOnesDoNotHinder() {
        given().auth()
                .preemptive()
                .basic("operator", "wrong")
                .contentType("application/json")
                .body(LIST.replace('\'', '"'))
                .post("/mcp")
                .then()
                .statusCode(200);
    }

    @Test
    void thereIsNoStreamOfEvents() {
        given().header("Accept", "text/event-stream")
                .get("/mcp")
                .then()
                .statusCode(405)
                .header("Allow", "POST")
                .body(is(blankOrNullString()));
        given().get("/mcp").then().statusCode(405).contentType(Problem.MEDIA_TYPE);
        given().header("Accept", "text/event-stream").get("/mcp/sse").then().statusCode(404);
        given().delete("/mcp").then().statusCode(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp/", "/mcp;x", "/%6dcp", "//mcp", "/mcp/.", "/mcp/sse", "/mcp/messages/1", "/MCP"})
    void noOtherSpellingIsOpen(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address.toString().replaceAll("/$", "") + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(LIST.replace('\'', '"')))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertEquals(401, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | -32700 | The body is not JSON | {'jsonrpc'",
                "400 | -32600 | Batches are not supported | [{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}]",
                "400 | -32600 | The body is not a JSON-RPC 2.0 message | 7",
                "400 | -32600 | The body is not a JSON-RPC 2.0 message | {'jsonrpc': 2.0, 'id': 1, 'method': 'ping'}",
                "400 | -32600 | The field 'id' is neither | {'jsonrpc': '2.0', 'id': {}, 'method': 'ping'}",
                "400 | -32600 | The field 'method' is missing | {'jsonrpc': '2.0', 'id': 1, 'method': 7}",
                "400 | -32600 | The field 'params' is not | {'jsonrpc': '2.0', 'id': 1, 'method': 'ping', 'params': []}",
                "200 | -32601 | There is no method 'x'. Valid: | {'jsonrpc': '2.0', 'id': 1, 'method': 'x'}",
                "200 | -32601 | There is no method | {'jsonrpc': '2.0', 'id': 1, 'method': 'resources/subscribe'}",
                "200 | -32602 | There is no tool 'x'. Valid: accuracy, | {'jsonrpc': '2.0', 'id': 1, 'method':"
                        + " 'tools/call', 'params': {'name': 'x'}}",
                "200 | -32602 | The field 'arguments' is not | {'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call',"
                        + " 'params': {'name': 'forecast', 'arguments': [1]}}"
            })
    void whatIsNoMessageIsRefusedWithAReason(int status, int code, String said, String body) {
        post(body)
                .statusCode(status)
                .contentType("application/json")
                .body("error.code", equalTo(code))
                .body("error.message", startsWith(said));
    }

    @Test
    void bodiesAreBoundedAsEverywhere() {
        given().contentType("application/json")
                .body("[" + " ".repeat(256 * 1024) + "]")
                .post("/mcp")
                .then()
                .statusCode(413);
        given().contentType("text/plain").body("{}").post("/mcp").then().statusCode(415);
        post("{'jsonrpc': '2.0', 'id': 1, 'method': 'ping', 'params': " + "{'a':".repeat(100) + "1" + "}".repeat(100)
                        + "}")
                .statusCode(400)
                .body("error.code", equalTo(-32700));
    }

    @Test
    void pagesOfOtherSitesAreRefused() {
        for (var origin : List.of("http://elsewhere.example", "http://localhost.elsewhere.example", "null")) {
            given().header("Origin", origin)
                    .contentType("application/json")
                    .body(LIST.replace('\'', '"'))
                    .post("/mcp")
                    .then()
                    .statusCode(403)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("detail", containsString("another site"));
        }
    }

    /** As {@code BadInputTest} does for the endpoints of the OpenAPI document. */
    @Test
    void noMessageIsAFaultOfTheServices() {
        var random = new Random(1);
        var faults = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            var message = message(random);
            var answer = given().contentType("application/json")
                    .body(message)
                    .post("/mcp")
                    .then()
                    .extract();
            if (answer.statusCode() >= 500 || answer.asString().contains("Internal error")) {
                faults.add(message + ": " + answer.statusCode() + " " + answer.asString());
            }
        }
        assertEquals(List.of(), faults);
    }

    private static String message(Random random) {
        var tool = pick(
                random,
                "accuracy",
                "analysis",
                "backtest",
                "explain",
                "forecast",
                "list_coins",
                "prices",
                "probability",
                "scenarios",
                "touch");
        var arguments = new StringBuilder();
        for (var name : List.of(
                "coin",
                "coins",
                "date",
                "by",
                "from",
                "to",
                "horizon",
                "level",
                "above",
                "below",
                "return_above",
                "paths",
                "seed",
                "limit",
                "analysis",
                "after",
                "search",
                "state")) {
            if (random.nextInt(3) == 0) {
                arguments
                        .append(arguments.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(name)
                        .append("\": ")
                        .append(value(random));
            }
        }
        return """
                {"jsonrpc": "2.0", "id": %s, "method": %s, "params": {"name": "%s", "arguments": {%s}, "_meta": %s}}\
                """.formatted(
                        pick(random, "1", "\"a\"", "-1.5", value(random)),
                        pick(random, "\"tools/call\"", "\"tools/call\"", "\"tools/call\"", value(random)),
                        tool,
                        arguments,
                        value(random));
    }

    private static String value(Random random) {
        return pick(
                random,
                "\"bitcoin\"",
                "[\"bitcoin\"]",
                "\"2026-12-01\"",
                "\"+999999999-12-31\"",
                "7",
                "-1",
                "1e400",
                "99999999999999999999999",
                "0.1",
                "null",
                "true",
                "{}",
                "[]",
                "[null, {}]",
                "\"\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"risk\"",
                "\"" + "9".repeat(400) + "\"");
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static ValidatableResponse post(String message) {
        return given().contentType("application/json")
                .body(message.replace('\'', '"'))
                .post("/mcp")
                .then();
    }
}
