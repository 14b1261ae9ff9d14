package dev.ecoin.http.security;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with the operator's credentials that are rejected nevertheless. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class RequestChecksTest {

    @Inject
    Service service;

    @TestHTTPResource("/coins/bitcoin")
    URI bitcoin;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/coins/a%00b", "/coins/a%00b/prices", "/coins?search=%00", "/forecast?coin=%00&date=2026-12-31"
            })
    void aNulCharacterWhichNoTextInTheDatabaseHoldsIsRefused(String path) {
        problem(given().urlEncodingEnabled(false).get(path).then(), 400, "address", path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void noChangeIsTakenFromAPageOfAnotherSite(String method) {
        for (var origin : new String[] {"https://evil.example", "null", "http://localhost:1", "http://localhost"}) {
            problem(
                    given().header("Origin", origin)
                            .request(method, "/coins/bitcoin")
                            .then(),
                    403,
                    "Origin",
                    origin);
        }
        for (var site : new String[] {"cross-site", "same-site"}) {
            problem(
                    given().header("Sec-Fetch-Site", site)
                            .request(method, "/coins/bitcoin")
                            .then(),
                    403,
                    "Sec-Fetch-Site",
                    site);
        }
        assertEquals(1, service.count("coin"));
    }

    @Test
    void everyOneOfARepeatedHeaderCounts() {
        var own = "http://localhost:" + bitcoin.getPort();
        for (var origins : List.of(List.of(own, "https://evil.example"), List.of("https://evil.example", own))) {
            problem(
                    given().header("Origin", origins.get(0), origins.get(1))
                            .delete("/coins/bitcoin")
                            .then(),
                    403,
                    "Origin",
                    "https://evil.example");
        }
        for (var sites : List.of(List.of("same-origin", "cross-site"), List.of("cross-site", "none"))) {
            problem(
                    given().header("Sec-Fetch-Site", sites.get(0), sites.get(1))
                            .delete("/coins/bitcoin")
                            .then(),
                    403,
                    "Sec-Fetch-Site",
                    "cross-site");
        }
        assertEquals(1, service.count("coin"));
    }

    @Test
    void aPageOfTheServiceItselfMayChangeThings() {
        given().header("Origin", "http://localhost:" + bitcoin.getPort())
                .header("Sec-Fetch-Site", "same-origin")
                .delete("/coins/bitcoin")
                .then()
                .statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonx"
            })
    void aBodyThatAFormCouldSendIsRefused(String type) throws Exception {
        var answer = send(HttpRequest.newBuilder(bitcoin)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString("{\"state\":\"paused\"}")));

        assertEquals(415, answer.statusCode());
        assertTrue(answer.body().contains("\"parameter\":\"Content-Type\""), answer.body());
        assertEquals(1, service.count("coin WHERE state = 'active'"));
    }

    @Test
    void aBodyWithoutATypeIsRefused() throws Exception {
        var answer = send(HttpRequest.newBuilder(bitcoin).PUT(BodyPublishers.ofString("{\"state\":\"paused\"}")));

        assertEquals(415, answer.statusCode());
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        var answer = send(put().PUT(BodyPublishers.ofString(" ".repeat(300_000))));

        assertEquals(413, answer.statusCode());
        assertTrue(answer.body().contains("\"parameter\":\"body\""), answer.body());
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsRefused() throws Exception {
        var answer = send(put().PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("{}".getBytes()))));

        assertEquals(411, answer.statusCode());
        assertTrue(answer.body().contains("\"parameter\":\"Content-Length\""), answer.body());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyIsReadByEveryVersionOfHttp(HttpClient.Version version) throws Exception {
        var client = HttpClient.newBuilder().version(version).build();
        // The client's first request offers an upgrade to HTTP/2, and the others use it.
        for (var body : new String[] {"", "{\"state\":\"paused\"}", "", "{\"state\":\"active\"}"}) {
            var request = put().timeout(Duration.ofMinutes(2)).PUT(BodyPublishers.ofString(body));

            assertEquals(
                    200, client.send(request.build(), BodyHandlers.ofString()).statusCode(), body);
        }
        assertEquals(1, service.count("coin WHERE state = 'active'"));
    }

    @Test
    void anAddressThatIsTooLongIsAProblem() {
        given().get("/coins/" + "x".repeat(5_000)).then().statusCode(414).body("parameter", equalTo("address"));
    }

    @Test
    void aParameterThatIsGivenTwiceIsAProblem() {
        problem(
                given().urlEncodingEnabled(false)
                        .get("/coins?state=active&state=paused")
                        .then(),
                400,
                "state",
                "paused");
        problem(given().get("/coins?state=active&state=active").then(), 400, "state", "active");
    }

    @Test
    void jsonThatIsNestedBeyondReasonIsAProblem() throws Exception {
        // REST Assured would indent it for its log, which takes gigabytes.
        var answer = send(put().PUT(BodyPublishers.ofString("[".repeat(100_000))));

        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("\"parameter\":\"body\""), answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/coins, 200",
        "/coins/nope, 404",
        "/no/such/path, 404",
        "/forecast, 400",
        "/q/openapi, 200",
        "/q/swagger-ui/, 200",
        "/q/health, 404"
    })
    void everyAnswerHasTheSecurityHeaders(String path, int status) {
        given().get(path)
                .then()
                .statusCode(status)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("Referrer-Policy", "same-origin")
                .header("Permissions-Policy", containsString("camera=()"))
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Strict-Transport-Security", nullValue());
    }

    @Test
    void onlySwaggerUiMayRunScriptsWithinItsPage() {
        assertTrue(policy("/q/swagger-ui/").contains("'unsafe-inline'"));
        assertFalse(policy("/coins").contains("unsafe"));
    }

    @Test
    void whatIsRefusedBeforeAnEndpointHasTheHeadersToo() {
        given().auth()
                .none()
                .delete("/coins/bitcoin")
                .then()
                .statusCode(401)
                .header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void tlsIsToBeKeptTo() {
        given().header("X-Forwarded-Proto", "https")
                .get("/coins")
                .then()
                .header("Strict-Transport-Security", "max-age=31536000");
    }

    @Test
    void noOtherSiteMayReadFromABrowser() {
        given().header("Origin", "https://evil.example")
                .get("/coins")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    private HttpRequest.Builder put() {
        var credentials = ("operator:" + OperatorResource.PASSWORD).getBytes();
        return HttpRequest.newBuilder(bitcoin)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private static String policy(String path) {
        return given().get(path).header("Content-Security-Policy");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
    }
}
