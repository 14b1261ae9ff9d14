package dev.ecoin.http.security;

import static dev.ecoin.testing.Management.management;
import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class RequestLabelsTest {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "OTHER");

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "TRACE", "PROPFIND", "MADE-UP"})
    void aMethodThatNoEndpointHasIsRefusedBeforeAllElse(String method) {
        problem(
                        given().auth()
                                .preemptive()
                                .basic("operator", "wrong")
                                .request(method, "/coins/bitcoin?x=%zz")
                                .then(),
                        405,
                        "method",
                        method)
                .header("Allow", "GET, HEAD, OPTIONS, POST, PUT, DELETE")
                .header("X-Content-Type-Options", "nosniff");

        assertTrue(METHODS.containsAll(values("method")), () -> values("method").toString());
        assertTrue(values("method").contains("OTHER"));
    }

    @Test
    void noAddressThatAClientMakesUpIsCounted() {
        for (var path : new String[] {"/made/up", "/app/made-up/../style.css", "/coins/made-up", "/analysis/made-up"}) {
            given().urlEncodingEnabled(false).get(path);
            given().auth().none().urlEncodingEnabled(false).delete(path);
            given().urlEncodingEnabled(false).get(path + "?" + "x".repeat(5_000));
        }

        var addresses = values("uri");
        assertTrue(addresses.contains("/*") && addresses.contains("/coins/{id}"), addresses::toString);
        assertTrue(addresses.stream().noneMatch(uri -> uri.contains("made-up")), addresses::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index.html", "favicon.ico", "logo.png", "style.css", "swagger-ui-bundle.js"})
    void swaggerUiHasItsFiles(String file) {
        given().get("/q/swagger-ui/" + file).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"made-up", "made/up.js", "index.html/"})
    void otherNamesAreNotLookedFor(String file) {
        problem(given().get("/q/swagger-ui/" + file).then(), 404, "path", "/q/swagger-ui/" + file);
    }

    @Test
    void swaggerUiHasWhatItsPageLoads() {
        var page = given().get("/q/swagger-ui/").asString();

        var files = Pattern.compile("(?:href|src)=\"([^\"/:]+)\"")
                .matcher(page)
                .results()
                .map(file -> file.group(1))
                .collect(Collectors.toSet());
        assertTrue(files.size() > 4, page);
        files.forEach(file -> given().get("/q/swagger-ui/" + file).then().statusCode(200));
    }

    private static Set<String> values(String label) {
        return Pattern.compile("http_server_requests_seconds_count\\{.*\\b" + label + "=\"([^\"]*)\"")
                .matcher(management().get("/q/metrics").asString())
                .results()
                .map(value -> value.group(1))
                .collect(Collectors.toSet());
    }
}
