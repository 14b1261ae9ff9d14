package dev.ecoin.mcp;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The description of a tool for language models.
 *
 * @param name in snake case
 * @param title for people
 * @param purpose what the tool answers, when to use it and how to read the answer
 * @param output fields of the answer
 * @param isExpensive whether calls per client and minute are limited, as of {@code @Expensive} endpoints
 */
record ToolDescription(
        String name, String title, String purpose, List<Argument> arguments, List<Field> output, boolean isExpensive) {

    String text() {
        return isExpensive ? purpose + " Calls per client and minute are limited." : purpose;
    }

    JsonObject inputSchema() {
        var properties = new JsonObject();
        arguments.forEach(argument -> properties.put(argument.name(), argument.schema()));
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put(
                        "required",
                        arguments.stream()
                                .filter(Argument::isRequired)
                                .map(Argument::name)
                                .toList())
                .put("additionalProperties", false);
    }

    JsonObject outputSchema() {
        return Field.object(output);
    }
}
