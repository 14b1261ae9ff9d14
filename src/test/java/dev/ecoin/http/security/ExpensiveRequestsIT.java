package dev.ecoin.http.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ExpensiveRequestsIT.ThreeAMinute.class)
@WithDatabaseAndCoinGecko
class ExpensiveRequestsIT {

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @Test
    void aClientGetsSoManyAMinuteAndOthersGetTheirOwn() {
        service.reset("bitcoin");
        get("192.0.2.1", "/coins/bitcoin/prices").statusCode(200);
        get("192.0.2.1", "/coins/bitcoin/quality").statusCode(200);
        get("192.0.2.1", "/coins/bitcoin/prices").statusCode(200);

        get("192.0.2.1", "/coins/bitcoin/prices")
                .statusCode(429)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", "20")
                .body("detail", containsString("3 requests as expensive as this one a minute"));
        get("192.0.2.2", "/coins/bitcoin/prices").statusCode(200);
        for (int i = 0; i < 10; i++) {
            get("192.0.2.1", "/coins").statusCode(200);
            get("192.0.2.1", "/forecast?coin=bitcoin&date=2026-12-31").statusCode(404);
        }
        clock.advance(Duration.ofSeconds(20));
        get("192.0.2.1", "/coins/bitcoin/prices").statusCode(200);
        get("192.0.2.1", "/coins/bitcoin/prices").statusCode(429);
    }

    @Test
    void toolsCountWithTheEndpoints() {
        service.reset("bitcoin");
        get("192.0.2.3", "/coins/bitcoin/prices").statusCode(200);
        prices("192.0.2.3").body("result.isError", equalTo(false));
        prices("192.0.2.3").body("result.isError", equalTo(false));

        prices("192.0.2.3")
                .body("result.isError", equalTo(true))
                .body("result.content[0].text", containsString("3 requests as expensive as this one a minute"))
                .body("result.content[0].text", endsWith("Try again in 20 s."));
        get("192.0.2.3", "/coins/bitcoin/prices").statusCode(429);
        prices("192.0.2.4").body("result.isError", equalTo(false));
    }

    private static ValidatableResponse prices(String client) {
        return given().header("X-Forwarded-For", client)
                .contentType("application/json")
                .body("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\","
                        + " \"params\": {\"name\": \"prices\", \"arguments\": {\"coin\": \"bitcoin\"}}}")
                .post("/mcp")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse get(String client, String path) {
        return given().header("X-Forwarded-For", client).get(path).then();
    }

    public static final class ThreeAMinute implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.security.expensive-requests-per-minute", "3");
        }
    }
}
