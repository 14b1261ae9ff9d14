package dev.ecoin.mcp;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** An argument of a tool, with its JSON schema. Names and values are those of the endpoints' parameters. */
record Argument(String name, boolean isRequired, JsonObject schema) {

    static final Argument COIN = text(
                    "coin", "CoinGecko's id of the coin, such as bitcoin (not the symbol btc); list_coins has the ids.")
            .required();

    static Argument text(String name, String description) {
        return of(name, new JsonObject().put("type", "string").put("description", description));
    }

    static Argument date(String name, String description) {
        return of(
                name,
                new JsonObject()
                        .put("type", "string")
                        .put("format", "date")
                        .put("description", description + " ISO 8601 in UTC, such as 2026-12-31."));
    }

    static Argument number(String name, String description) {
        return of(name, new JsonObject().put("type", "number").put("description", description));
    }

    static Argument integer(String name, String description, int least, int most, int otherwise) {
        return of(
                name,
                new JsonObject()
                        .put("type", "integer")
                        .put("minimum", least)
                        .put("maximum", most)
                        .put("default", otherwise)
                        .put("description", description));
    }

    static Argument choice(String name, String description, List<String> values) {
        return of(
                name, new JsonObject().put("type", "string").put("enum", values).put("description", description));
    }

    static Argument coins(String description) {
        return of(
                "coins",
                new JsonObject()
                        .put("type", "array")
                        .put("items", new JsonObject().put("type", "string"))
                        .put("minItems", 1)
                        .put("description", description));
    }

    Argument required() {
        return new Argument(name, true, schema);
    }

    private static Argument of(String name, JsonObject schema) {
        return new Argument(name, false, schema);
    }
}
