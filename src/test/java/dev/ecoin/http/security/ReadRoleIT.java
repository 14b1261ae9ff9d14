package dev.ecoin.http.security;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.OidcProvider;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect with roles in a custom claim, and a role required for reading. */
@QuarkusTest
@TestProfile(ReadRoleIT.WithOidc.class)
@WithDatabaseAndCoinGecko
class ReadRoleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    Service service;

    OidcProvider provider;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/coins",
                "/coins/bitcoin",
                "/forecast?coin=bitcoin&date=2026-12-31",
                "/q/metrics",
                "/q/openapi",
                "/q/health",
                "/q/health/../../coins"
            })
    void readingNeedsCredentials(String path) {
        given().auth()
                .none()
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE)
                .header("WWW-Authenticate", containsString("Basic"))
                .header("WWW-Authenticate", containsString("Bearer"));
    }

    @Test
    void toolsForLanguageModelsNeedTheRoleOfReaders() {
        tools(given().auth().none())
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE)
                .header("WWW-Authenticate", containsString("Bearer"));
        tools(bearer(provider.token("somebody"))).statusCode(403);
        tools(bearer(provider.token("reader"))).statusCode(200).body("result.tools", hasSize(10));
        tools(given().auth().preemptive().basic("operator", OperatorResource.PASSWORD))
                .statusCode(200);
    }

    private static ValidatableResponse tools(RequestSpecification client) {
        return client.contentType("application/json")
                .body("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\"}")
                .post("/mcp")
                .then();
    }

    @Test
    void probesAndPrometheusNeedNoRole() {
        management().get("/q/health/live").then().statusCode(200);
        management().get("/q/health").then().statusCode(200);
        management().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void aReaderReadsAndChangesNothing() {
        bearer(provider.token("reader")).get("/coins").then().statusCode(200);
        bearer(provider.token("reader"))
                .delete("/coins/bitcoin")
                .then()
                .statusCode(403)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", equalTo("This needs the role 'operator', which the account lacks."));
    }

    @Test
    void aReaderMayHaveSeriesFittedWhereThatIsEnabledAndNobodyElseMay() {
        var series = "{\"id\":1,\"values\":[1,2,3]}";
        bearer(provider.token("reader"))
                .contentType("application/json")
                .body(series)
                .post("/fit")
                .then()
                .statusCode(200);
        bearer(provider.token("somebody"))
                .contentType("application/json")
                .body(series)
                .post("/fit")
                .then()
                .statusCode(403);
        given().auth()
                .none()
                .contentType("application/json")
                .body(series)
                .post("/fit")
                .then()
                .statusCode(401);
        bearer(provider.token("reader"))
                .contentType("application/json")
                .body(series)
                .put("/fit")
                .then()
                .statusCode(403);
    }

    @Test
    void anOperatorByTokenOrByPasswordReadsAndChanges() {
        bearer(provider.token("operator")).get("/coins").then().statusCode(200);
        bearer(provider.token("operator")).delete("/coins/bitcoin").then().statusCode(204);
        given().get("/coins").then().statusCode(200);
        given().auth()
                .preemptive()
                .basic("operator", OperatorResource.PASSWORD)
                .delete("/coins/bitcoin")
                .then()
                .statusCode(404);
    }

    @Test
    void aTokenThatIsNotTheProvidersOrOfNoUseIsRefused() {
        for (var token : List.of(
                provider.tokenOfAnotherKey("operator"),
                provider.tokenOfAnotherIssuer("operator"),
                provider.expiredToken("operator"),
                provider.tokenFor(Set.of("another-service"), "operator"),
                provider.tokenFor(Set.of(), "operator"),
                "nonsense")) {
            bearer(token).get("/coins").then().statusCode(401).contentType(Problem.MEDIA_TYPE);
        }
        bearer(provider.tokenFor(Set.of("another-service", OidcProvider.AUDIENCE), "operator"))
                .get("/coins")
                .then()
                .statusCode(200);
        bearer(provider.token("somebody"))
                .get("/coins")
                .then()
                .statusCode(403)
                .body("detail", equalTo("This needs the role 'operator' or 'reader', which the account lacks."));
    }

    @Test
    void aKeyThatTheProviderExchangesIsLearntFromTheNextToken() {
        var before = provider.token("reader");
        bearer(before).get("/coins").then().statusCode(200);

        provider.rotate();

        var after = provider.token("reader");
        await().atMost(PATIENCE).until(() -> bearer(after).get("/coins").statusCode() == 200);
        bearer(before).get("/coins").then().statusCode(401);
    }

    @Test
    void whileTheProviderIsAwayKnownKeysAndPasswordsGoOnAndAnUnknownKeyIsRefusedForNow() {
        var known = provider.token("operator");
        await().atMost(PATIENCE).until(() -> bearer(known).get("/coins").statusCode() == 200);
        provider.goDown();
        try {
            await().atMost(PATIENCE)
                    .until(() -> bearer(provider.tokenOfAnotherKey("operator"))
                                    .get("/coins")
                                    .statusCode()
                            == 503);
            bearer(known).get("/coins").then().statusCode(200);
            given().get("/coins").then().statusCode(200);
        } finally {
            provider.comeUp();
        }
    }

    @Test
    void aTokenOfAProviderThatWasAwayAtTheStartIsRefusedForNowAndPasswordsGoOn() {
        bearer(provider.token("operator"))
                .get("/trainings")
                .then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", "5")
                .body("detail", containsString("The OpenID Connect provider cannot be reached"));
        given().get("/trainings").then().statusCode(200);
    }

    private static RequestSpecification bearer(String token) {
        return given().auth().none().header("Authorization", "Bearer " + token);
    }

    public static final class WithOidc implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ecoin.security.read-role", "reader",
                    "ecoin.fit.enabled", "true",
                    "quarkus.oidc.tenant-enabled", "true",
                    "quarkus.oidc.client-id", "ecoin-forecaster",
                    "quarkus.oidc.token.audience", OidcProvider.AUDIENCE,
                    "quarkus.oidc.token.forced-jwk-refresh-interval", "1S",
                    "quarkus.oidc.roles.role-claim-path", "realm/roles",
                    "quarkus.oidc.away.tenant-paths", "/trainings",
                    "quarkus.oidc.away.auth-server-url", "http://localhost:1");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OidcProvider.class));
        }
    }
}
