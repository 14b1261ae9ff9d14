package dev.ecoin.mcp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** A message of JSON-RPC 2.0 from a client. */
sealed interface ClientMessage {

    /** Of JSON-RPC. */
    int PARSE_ERROR = -32700;

    int INVALID_REQUEST = -32600;
    int METHOD_NOT_FOUND = -32601;
    int INVALID_PARAMS = -32602;

    /** The methods that have an answer; there are no prompts and resources, but some clients ask for their lists. */
    List<String> METHODS = List.of(
            "initialize",
            "ping",
            "tools/list",
            "tools/call",
            "prompts/list",
            "resources/list",
            "resources/templates/list");

    /** @param message rebuilt from the fields that the protocol has, each of its type */
    record Request(JsonObject message) implements ClientMessage {}

    /** A message that wants no answer. */
    record Notification() implements ClientMessage {}

    /**
     * A message that is not acted upon.
     *
     * @param status of HTTP
     * @param id the request's, null if there is none
     * @param code of JSON-RPC
     */
    record Refused(int status, Object id, int code, String what) implements ClientMessage {

        JsonObject answer() {
            return new JsonObject()
                    .put("jsonrpc", "2.0")
                    .put("id", id)
                    .put("error", new JsonObject().put("code", code).put("message", what));
        }
    }

    /** @param tools names of the tools there are */
    static ClientMessage read(Buffer body, List<String> tools) {
        Object json;
        try {
            json = body == null ? null : Json.decodeValue(body);
        } catch (DecodeException e) {
            return new Refused(400, null, PARSE_ERROR, "The body is not JSON. Send one JSON-RPC 2.0 message.");
        }
        if (json instanceof JsonArray) {
            return invalid(null, "Batches are not supported. Send one JSON-RPC 2.0 message in each request.");
        }
        if (!(json instanceof JsonObject message) || !"2.0".equals(message.getValue("jsonrpc"))) {
            return invalid(null, "The body is not a JSON-RPC 2.0 message: an object with \"jsonrpc\": \"2.0\".");
        }
        var id = message.getValue("id");
        if (id == null) {
            return new Notification();
        }
        if (!(id instanceof String || id instanceof Number)) {
            return invalid(null, "The field 'id' is neither a text nor a number.");
        }
        if (!message.containsKey("method") && (message.containsKey("result") || message.containsKey("error"))) {
            // An answer, though nothing was asked.
            return new Notification();
        }
        if (!(message.getValue("method") instanceof String method)) {
            return invalid(id, "The field 'method' is missing or is not a text.");
        }
        if (!METHODS.contains(method)) {
            return new Refused(
                    200,
                    id,
                    METHOD_NOT_FOUND,
                    "There is no method '" + cut(method) + "'. Valid: " + String.join(", ", METHODS) + ".");
        }
        var params = Objects.requireNonNullElse(message.getValue("params"), new JsonObject());
        if (!(params instanceof JsonObject given)) {
            return invalid(id, "The field 'params' is not an object.");
        }
        return switch (method) {
            case "initialize" -> new Request(request(id, method, initialization(given)));
            case "tools/call" -> call(id, given, tools);
            // All fit on the first page.
            default -> new Request(request(id, method, new JsonObject()));
        };
    }

    private static ClientMessage call(Object id, JsonObject params, List<String> tools) {
        var name = params.getValue("name");
        if (!(name instanceof String) || !tools.contains(name)) {
            return new Refused(
                    200,
                    id,
                    INVALID_PARAMS,
                    (name instanceof String text
                                    ? "There is no tool '" + cut(text) + "'"
                                    : "The tool's name is missing")
                            + ". Valid: " + String.join(", ", tools) + ".");
        }
        var arguments = Objects.requireNonNullElse(params.getValue("arguments"), new JsonObject());
        if (!(arguments instanceof JsonObject given)) {
            return new Refused(200, id, INVALID_PARAMS, "The field 'arguments' is not an object.");
        }
        var present = new JsonObject();
        given.forEach(argument -> {
            // Null is what some models send for an argument that they leave out.
            if (argument.getValue() != null) {
                present.put(argument.getKey(), argument.getValue());
            }
        });
        return new Request(
                request(id, "tools/call", new JsonObject().put("name", name).put("arguments", present)));
    }

    /** The version alone: no feature of a client is used. */
    private static JsonObject initialization(JsonObject params) {
        return new JsonObject()
                .put("protocolVersion", params.getValue("protocolVersion") instanceof String version ? version : "")
                .put("capabilities", new JsonObject())
                .put("clientInfo", new JsonObject().put("name", "client").put("version", ""));
    }

    private static JsonObject request(Object id, String method, JsonObject params) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params);
    }

    private static Refused invalid(Object id, String what) {
        return new Refused(400, id, INVALID_REQUEST, what);
    }

    private static String cut(String text) {
        return text.length() <= 100
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(99, text.codePointCount(0, text.length()))))
                        + "…";
    }
}
