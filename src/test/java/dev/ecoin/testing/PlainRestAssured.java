package dev.ecoin.testing;

import static io.restassured.config.LogConfig.logConfig;

import groovy.lang.GroovySystem;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;

/**
 * Spares RestAssured work that no test needs: it formats every answer for a log that is written only on failure, and for
 * every path of {@code body} it looks for a custom metaclass in all jars.
 */
public final class PlainRestAssured implements QuarkusTestBeforeEachCallback {

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        GroovySystem.getMetaClassRegistry().getMetaClassCreationHandler().setDisableCustomMetaClassLookup(true);
        RestAssured.config = RestAssured.config()
                .logConfig(logConfig()
                        .enableLoggingOfRequestAndResponseIfValidationFails()
                        .enablePrettyPrinting(false));
    }
}
