package dev.ecoin.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A field of a tool's answer, with its JSON schema.
 *
 * @param isRequired whether every answer has it
 */
record Field(String name, boolean isRequired, JsonObject schema) {

    /** Notes, which a model should tell the user first. */
    static final Field UNCERTAINTY = text("uncertainty", "How far to trust the numbers. Tell the user first.");

    static final Field NOTES = new Field(
            "notes",
            true,
            array(new JsonObject().put("type", "string"), "Remarks in plain language. Tell the user too."));

    static final Field COIN = text("coin", "CoinGecko's id.");
    static final Field CURRENCY = text("currency", "What all prices and amounts are in.");

    static final Field MODEL =
            object("model", "The model that answers: its order, and its origin, the last day whose price it has seen.");

    static final Field EVERY_DAYS = integer("every_days", "Days from one row to the next; 1 if none is left out.");

    static Field text(String name, String description) {
        return of(name, "string", description);
    }

    static Field date(String name, String description) {
        return text(name, description);
    }

    static Field number(String name, String description) {
        return of(name, "number", description);
    }

    static Field integer(String name, String description) {
        return of(name, "integer", description);
    }

    static Field object(String name, String description) {
        return of(name, "object", description);
    }

    /** Rows of further fields. */
    static Field rows(String name, String description, Field... fields) {
        return new Field(name, true, array(object(List.of(fields)), description));
    }

    /** Rows whose fields depend on the question. */
    static Field rows(String name, String description) {
        return new Field(name, true, array(new JsonObject().put("type", "object"), description));
    }

    /** The same field, which may be absent. */
    Field optional() {
        return new Field(name, false, schema);
    }

    /** The same field, which may be null. */
    Field nullable() {
        return new Field(
                name,
                isRequired,
                schema.copy()
                        .put(
                                "type",
                                new JsonArray().add(schema.getString("type")).add("null")));
    }

    static JsonObject object(List<Field> fields) {
        var properties = new JsonObject();
        fields.forEach(field -> properties.put(field.name, field.schema));
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put(
                        "required",
                        fields.stream()
                                .filter(Field::isRequired)
                                .map(Field::name)
                                .toList());
    }

    private static Field of(String name, String type, String description) {
        return new Field(name, true, new JsonObject().put("type", type).put("description", description));
    }

    private static JsonObject array(JsonObject items, String description) {
        return new JsonObject()
                .put("type", "array")
                .put("description", description)
                .put("items", items);
    }
}
