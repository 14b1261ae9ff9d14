package dev.ecoin.testing;

import static org.hamcrest.Matchers.equalTo;

import dev.ecoin.http.Problem;
import io.restassured.response.ValidatableResponse;

/** Requirements for every problem detail. */
public final class Problems {

    private Problems() {}

    /** Asserts that the response is a problem with that status that names the parameter and value. */
    public static ValidatableResponse problem(
            ValidatableResponse response, int status, String parameter, String value) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("type", equalTo("about:blank"))
                .body("parameter", equalTo(parameter))
                .body("value", equalTo(value));
    }
}
