package dev.ecoin.mcp;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The arguments of a call as texts, which are read as the endpoints read their parameters. */
final class Arguments {

    private final Map<String, Object> values;

    private Arguments(Map<String, Object> values) {
        this.values = values;
    }

    /** @throws ProblemException with status 400 if there is an argument that the tool does not have, or one is missing */
    static Arguments of(Map<String, Object> values, ToolDescription tool) {
        var known = tool.arguments().stream().map(Argument::name).toList();
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw ProblemException.badRequest(
                        name, null, "There is no argument '" + name + "' of " + tool.name(), String.join(", ", known));
            }
        });
        tool.arguments().stream()
                .filter(argument -> argument.isRequired() && !values.containsKey(argument.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw ProblemException.badRequest(
                            missing.name(),
                            null,
                            "The argument '" + missing.name() + "' is missing",
                            known.size() == 1 ? missing.name() : String.join(", ", known));
                });
        return new Arguments(values);
    }

    /** Null if the argument is missing. */
    String text(String name) {
        var value = values.get(name);
        return value == null ? null : text(name, value);
    }

    /** Present and without control characters. */
    String required(String name) {
        return Parameters.required(name, text(name), "a text");
    }

    /** A list as the endpoints have it, with commas; null if the argument is missing. */
    String list(String name) {
        if (values.get(name) instanceof Collection<?> several) {
            var texts = new ArrayList<String>();
            several.forEach(value -> texts.add(text(name, value)));
            return String.join(",", texts);
        }
        return text(name);
    }

    /** A whole number within bounds, or another one if the argument is missing. */
    int integer(String name, int least, int most, int otherwise) {
        return Parameters.integer(name, text(name), least, most, otherwise);
    }

    private static String text(String name, Object value) {
        // JSON has numbers beyond those of a double.
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            // 30.0 is 30, and 1.0E-7 is 0.0000001.
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        if (value instanceof String text) {
            if (text.indexOf('\0') >= 0) {
                throw ProblemException.badRequest(
                        name, text, "The argument '" + name + "' holds a NUL character", "any other text");
            }
            return text;
        }
        throw ProblemException.badRequest(
                name,
                null,
                "The argument '" + name + "' is neither a text nor a number",
                List.of("coins", "coin").contains(name) ? "ids such as bitcoin" : "a text or a number");
    }
}
