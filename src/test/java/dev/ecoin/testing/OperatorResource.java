package dev.ecoin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import java.util.Map;

/** Configures an operator, and makes RestAssured send the operator's credentials by default. */
public final class OperatorResource implements QuarkusTestResourceLifecycleManager {

    public static final String PASSWORD = "open sesame, said the test";

    /** Hash of the password at BCrypt's lowest cost. */
    public static final String PASSWORD_HASH = "$2a$04$HeIF65Ti1mwumwCp4dOCNuPjVp2ZSJC0PtuAcgzWRYVgGiyk8eKda";

    @Override
    public Map<String, String> start() {
        return Map.of("ecoin.security.operator.password-hash", PASSWORD_HASH);
    }

    @Override
    public void inject(Object testInstance) {
        RestAssured.authentication = RestAssured.preemptive().basic("operator", PASSWORD);
    }

    @Override
    public void stop() {
        RestAssured.authentication = RestAssured.DEFAULT_AUTH;
    }
}
