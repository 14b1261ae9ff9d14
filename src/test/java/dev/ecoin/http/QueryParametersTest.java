package dev.ecoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class QueryParametersTest {

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void everyEndpointRefusesAParameterThatItDoesNotHaveAndNamesIt() {
        var before = service.fingerprint();
        var operations = OpenApiDocument.read().operations();

        assertTrue(operations.size() > 20, operations.toString());
        var complaints = new ArrayList<String>();
        for (var operation : operations) {
            var answer = given().queryParam("horizn", "7")
                    .contentType(
                            operation.file() == null
                                    ? "application/json"
                                    : operation.file().type())
                    .request(operation.method(), operation.examplePath());
            var valid = operation.parameters().stream()
                    .filter(parameter -> parameter.in().equals("query"))
                    .map(OpenApiDocument.Parameter::name)
                    .toList();
            var body = answer.asString();
            if (answer.statusCode() != 400
                    || !body.contains("There is no parameter 'horizn' here.")
                    || !valid.stream().allMatch(body::contains)) {
                complaints.add(operation + ": " + answer.statusCode() + " " + body);
            }
        }
        assertEquals(List.of(), complaints);
        assertEquals(before, service.fingerprint());
    }

    @Test
    void whatTheDocumentNamesIsKnown() {
        var reads = OpenApiDocument.read().operations().stream()
                .filter(OpenApiDocument.Operation::isRead)
                .toList();
        for (var operation : reads) {
            var request = given();
            operation.parameters().stream()
                    .filter(parameter -> parameter.in().equals("query"))
                    .forEach(parameter -> request.queryParam(parameter.name(), "\u0001"));
            request.get(operation.examplePath()).then().body(not(containsString("There is no parameter")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?coin=bitcoin&utm_source=x", "/q/openapi?format=json&x=y", "/app/main.js?v=1"})
    void pagesAndFilesTakeAnyAddress(String address) {
        given().get(address).then().statusCode(200);
    }
}
