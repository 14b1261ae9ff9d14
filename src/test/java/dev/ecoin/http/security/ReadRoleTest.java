package dev.ecoin.http.security;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With OpenID Connect, whose tokens carry roles at a claim of the user's, and reading kept to a role. */
@QuarkusTest
@TestProfile(ReadRoleTest.WithOidc.class)
@WithDatabaseAndCoinGecko
class ReadRoleTest {

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
    private static final KeyPair KEYS = keys(1);
    private static final String AUDIENCE = "forecasts";

    @Inject
    Service service;

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
    void probesAndPrometheusNeedNoRole() {
        management().get("/q/health/live").then().statusCode(200);
        management().get("/q/health").then().statusCode(200);
        management().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void aReaderReadsAndChangesNothing() {
        bearer(token(KEYS.getPrivate(), "reader")).get("/coins").then().statusCode(200);
        bearer(token(KEYS.getPrivate(), "reader"))
                .delete("/coins/bitcoin")
                .then()
                .statusCode(403)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", equalTo("This needs the role 'operator', which the account has not."));
    }

    @Test
    void anOperatorByTokenOrByPasswordReadsAndChanges() {
        bearer(token(KEYS.getPrivate(), "operator")).get("/coins").then().statusCode(200);
        bearer(token(KEYS.getPrivate(), "operator"))
                .delete("/coins/bitcoin")
                .then()
                .statusCode(204);
        given().get("/coins").then().statusCode(200);
        given().auth()
                .preemptive()
                .basic("operator", OperatorResource.PASSWORD)
                .delete("/coins/bitcoin")
                .then()
                .statusCode(404);
    }

    @Test
    void aTokenOfSomebodyElsesKeyOrOfNoUseIsRefused() {
        bearer(token(keys(2).getPrivate(), "operator"))
                .get("/coins")
                .then()
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE);
        bearer(token(KEYS.getPrivate(), "somebody"))
                .get("/coins")
                .then()
                .statusCode(403)
                .body("detail", equalTo("This needs the role 'operator' or 'reader', which the account has not."));
        bearer("nonsense").get("/coins").then().statusCode(401);
    }

    @Test
    void aTokenForAnotherServiceOrForNobodyIsRefused() {
        bearer(token(KEYS.getPrivate(), "operator", "another-service"))
                .get("/coins")
                .then()
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE);
        bearer(token(KEYS.getPrivate(), "operator", new String[0]))
                .get("/coins")
                .then()
                .statusCode(401);
        bearer(token(KEYS.getPrivate(), "operator", "another-service", AUDIENCE))
                .get("/coins")
                .then()
                .statusCode(200);
    }

    @Test
    void aTokenThatCannotBeCheckedBecauseTheProviderIsAwayIsRefusedForNowAndBasicGoesOn() {
        bearer(token(KEYS.getPrivate(), "operator"))
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

    /** Of somebody who may read. */
    static String readersToken() {
        return token(KEYS.getPrivate(), "reader");
    }

    private static String token(PrivateKey key, String role) {
        return token(key, role, AUDIENCE);
    }

    private static String token(PrivateKey key, String role, String... audience) {
        return Jwt.issuer("https://login.example")
                .subject("somebody")
                .claim("realm", Map.of("roles", Set.of(role)))
                .audience(Set.of(audience))
                .expiresAt(FAR)
                .sign(key);
    }

    /** The same ones for the same seed: this class is loaded once to configure the service and once more to test it. */
    private static KeyPair keys(long seed) {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static final class WithOidc implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ecoin.security.read-role", "reader",
                    "quarkus.oidc.tenant-enabled", "true",
                    "quarkus.oidc.public-key",
                            Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()),
                    "quarkus.oidc.client-id", "ecoin-forecaster",
                    "quarkus.oidc.token.audience", AUDIENCE,
                    "quarkus.oidc.roles.role-claim-path", "realm/roles",
                    "quarkus.oidc.away.tenant-paths", "/trainings",
                    "quarkus.oidc.away.auth-server-url", "http://localhost:1/realms/away");
        }
    }
}
