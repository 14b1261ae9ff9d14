package dev.ecoin.http.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.http.Problem;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.PostgresResource;
import dev.ecoin.testing.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service without configuration: there is no password. */
@QuarkusTest
@TestProfile(NoOperatorIT.Unconfigured.class)
@WithTestResource(PostgresResource.class)
class NoOperatorIT {

    @Inject
    Service service;

    @Test
    void everyChangeIsRefusedAndTheProblemSaysHowToEnableIt() {
        service.reset("bitcoin");
        var before = service.fingerprint();
        for (var change : OpenApiDocument.read().operations()) {
            if (!change.isRead()) {
                var request = given().auth().preemptive().basic("operator", "operator");
                if (change.body() != null) {
                    request.contentType(ContentType.JSON).body(change.bodyExample());
                }
                request.request(change.method(), change.examplePath())
                        .then()
                        .statusCode(403)
                        .contentType(Problem.MEDIA_TYPE)
                        .body("detail", containsString("ECOIN_SECURITY_OPERATOR_PASSWORD_HASH"))
                        .body("detail", containsString("`password`"));
            }
        }
        assertEquals(before, service.fingerprint());
        given().get("/coins").then().statusCode(200);
    }

    public static final class Unconfigured implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // A different profile starts a separate service, without the operator that other tests share.
            return Map.of("quarkus.application.name", "ecoin-forecaster-without-operator");
        }
    }
}
