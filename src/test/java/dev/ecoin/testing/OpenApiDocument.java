package dev.ecoin.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The running service's OpenAPI document, from which tests generate requests. */
public final class OpenApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;

    private OpenApiDocument(JsonNode document) {
        this.document = document;
    }

    /** Operations that the database is not asked for, without a session's cookie. */
    public static final Set<String> WITHOUT_DATABASE =
            Set.of("GET /analysis", "GET /session", "DELETE /session", "POST /fit", "POST /backtest");

    public static OpenApiDocument read() {
        try {
            return new OpenApiDocument(new ObjectMapper()
                    .readTree(given().queryParam("format", "json")
                            .get("/q/openapi")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Operation> operations() {
        return fields(document.path("paths"))
                .flatMap(path -> fields(path.getValue())
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> operation(path.getKey(), path.getValue(), method.getKey(), method.getValue())))
                .toList();
    }

    /** The operation of a method and a path. */
    public Operation operation(String method, String path) {
        return operations().stream()
                .filter(operation ->
                        operation.method().equals(method) && operation.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** The whole document. */
    public JsonNode json() {
        return document;
    }

    /** What stands behind a reference to another part of the document; anything else itself. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** The names of a schema's properties. */
    public Set<String> properties(String schema) {
        return fields(document.path("components").path("schemas").path(schema).path("properties"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Operation operation(String path, JsonNode shared, String method, JsonNode operation) {
        var parameters = Stream.of(shared.path("parameters"), operation.path("parameters"))
                .flatMap(OpenApiDocument::elements)
                .map(this::resolve)
                .map(parameter -> new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.path("required").asBoolean(),
                        resolve(parameter.path("schema")),
                        example(parameter),
                        parameter.has("example")))
                .toList();
        var content = operation.path("requestBody").path("content");
        var body = content.path("application/json");
        var file = fields(content)
                .filter(type -> body.isMissingNode() && type.getValue().has("examples"))
                .findFirst();
        return new Operation(
                method.toUpperCase(),
                path,
                parameters,
                body.isMissingNode() ? null : resolve(body.path("schema")),
                body.path("examples").isMissingNode()
                        ? "{}"
                        : elements(body.path("examples"))
                                .map(example -> example.path("value").toString())
                                .findFirst()
                                .orElse("{}"),
                file.map(type -> new File(
                                type.getKey(),
                                elements(type.getValue().path("examples"))
                                        .map(example -> example.path("value").asText())
                                        .findFirst()
                                        .orElseThrow()))
                        .orElse(null),
                fields(operation.path("responses")).map(Map.Entry::getKey).toList(),
                fields(operation.path("responses"))
                        .flatMap(response -> fields(response.getValue().path("content")))
                        .map(Map.Entry::getKey)
                        .distinct()
                        .toList());
    }

    private static String example(JsonNode parameter) {
        return Stream.of(
                        parameter.path("example"),
                        parameter.path("schema").path("examples").path(0),
                        parameter.path("schema").path("default"),
                        parameter.path("schema").path("enum").path(0))
                .filter(node -> !node.isMissingNode())
                .map(JsonNode::asText)
                .findFirst()
                .orElse(null);
    }

    private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        return node.properties().stream();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /** A body other than JSON. */
    public record File(String type, String example) {}

    /**
     * @param body schema of the JSON body; null if there is none
     * @param bodyExample an example body
     * @param file a body other than JSON; null if there is none
     * @param statuses possible statuses
     * @param mediaTypes of the answers
     */
    public record Operation(
            String method,
            String path,
            List<Parameter> parameters,
            JsonNode body,
            String bodyExample,
            File file,
            List<String> statuses,
            List<String> mediaTypes) {

        public boolean isRead() {
            return method.equals("GET");
        }

        /** The path with the examples of its parameters. */
        public String examplePath() {
            var filled = path;
            for (var parameter : parameters) {
                filled = filled.replace("{" + parameter.name + "}", String.valueOf(parameter.example));
            }
            return filled;
        }

        /** Sends the operation's example, with a stored coin if it concerns coins. */
        public Response ask() {
            var request = given();
            parameters.stream()
                    .filter(parameter -> parameter.in.equals("query"))
                    .filter(parameter -> parameter.required || parameter.name.equals("coin"))
                    .forEach(parameter -> request.queryParam(
                            parameter.name, parameter.example == null ? "bitcoin" : parameter.example));
            if (path.endsWith("/probability") || path.endsWith("/touch")) {
                request.queryParam("above", 1);
            }
            if (body != null) {
                request.contentType("application/json").body(bodyExample);
            } else if (file != null) {
                request.contentType(file.type()).body(file.example());
            }
            return request.request(method, examplePath());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * @param example as the document gives it, or else a default or a value of an enumeration; null if it gives none
     * @param hasExample whether it gives one as such
     */
    public record Parameter(
            String name, String in, boolean required, JsonNode schema, String example, boolean hasExample) {}
}
