package dev.ecoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are generated from. {@code ApiClientIT} generates one, and has Spectral look at the document. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class OpenApiRulesTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private JsonNode document;

    @BeforeEach
    void read() {
        document = OpenApiDocument.read().json();
    }

    @Test
    void everyOperationHasAnIdOfItsOwnADescriptionAndOneTag() {
        var ids = new HashSet<String>();
        var tags = new HashSet<String>();
        document.get("tags").forEach(tag -> {
            assertFalse(tag.path("description").asText().isBlank(), tag.toString());
            tags.add(tag.get("name").asText());
        });
        forEachOperation((name, operation) -> {
            var id = operation.path("operationId").asText();
            assertTrue(id.matches("[a-z]+[A-Z][A-Za-z]*"), () -> name + " has the operationId '" + id + "'");
            assertTrue(ids.add(id), () -> name + " has the operationId of another operation, " + id);
            assertFalse(operation.path("description").asText().isBlank(), name + " has no description");
            assertEquals(1, operation.path("tags").size(), name);
            assertTrue(tags.contains(operation.get("tags").get(0).asText()), name);
        });
    }

    @Test
    void everyErrorIsAProblemDetail() {
        forEachOperation(
                (name, operation) -> operation.get("responses").properties().forEach(response -> {
                    if (response.getKey().compareTo("400") >= 0) {
                        assertEquals(
                                "{\"" + Problem.MEDIA_TYPE
                                        + "\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}",
                                response.getValue().get("content").toString(),
                                name + " " + response.getKey());
                    }
                }));
    }

    @Test
    void aParameterThatSeveralOperationsHaveIsReferredTo() {
        var said = new HashMap<JsonNode, String>();
        var repeated = new ArrayList<String>();
        forEachOperation((name, operation) -> operation.path("parameters").forEach(parameter -> {
            if (!parameter.has("$ref")) {
                var other = said.put(parameter, name);
                if (other != null) {
                    repeated.add(parameter.get("name").asText() + " of " + name + " and " + other);
                }
            }
        }));
        assertEquals(List.of(), repeated);
        assertTrue(document.at("/components/parameters").size() > 8);
        assertEquals(
                "bitcoin",
                document.at("/components/parameters/CoinsCoin/example").asText());
    }

    @Test
    void whatIsReferredToIsThere() {
        document.findValuesAsText("$ref")
                .forEach(reference ->
                        assertFalse(document.at(reference.substring(1)).isMissingNode(), reference));
        forEachOperation((name, operation) -> operation.path("security").forEach(requirement -> requirement
                .fieldNames()
                .forEachRemaining(scheme ->
                        assertTrue(document.at("/components/securitySchemes").has(scheme), name + " " + scheme))));
        assertEquals("/", document.at("/servers/0/url").asText());
    }

    private void forEachOperation(BiConsumer<String, JsonNode> consumer) {
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method ->
                        consumer.accept(method.getKey().toUpperCase() + " " + path.getKey(), method.getValue())));
    }
}
