package dev.ecoin.prices.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON lines (NDJSON): one object per line; the first one defines the columns. */
final class JsonRows implements Rows {

    private static final JsonFactory JSON = new JsonFactory();

    private final Lines lines;
    private final List<String> names;

    private JsonRows(Lines lines, List<String> names) {
        this.lines = lines;
        this.names = names;
    }

    static boolean areIn(String line) {
        return line.stripLeading().startsWith("{");
    }

    /**
     * @param first defines the columns and is read again as the first row
     */
    static JsonRows of(Lines lines, Lines.Line first) throws NoPricesException {
        try {
            var names = List.copyOf(object(first.text()).keySet());
            lines.putBack(List.of(first));
            return new JsonRows(lines, names);
        } catch (IOException e) {
            throw NoPricesException.ofFile(
                    "The file looks like JSON, but line " + first.number() + " is not a flat JSON object",
                    "CSV, or lines of JSON such as /export/prices answers");
        }
    }

    List<String> names() {
        return names;
    }

    @Override
    public Row next() throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                return row(line);
            }
        }
        return null;
    }

    private Row row(Lines.Line line) {
        if (line.isOverlong()) {
            return Row.faulty(line.number(), "the line is longer than " + Lines.LONGEST + " characters");
        }
        try {
            var values = object(line.text());
            return Row.of(
                    line.number(),
                    names.stream().map(name -> values.getOrDefault(name, "")).toList());
        } catch (IOException e) {
            return Row.faulty(line.number(), "the line is not a flat JSON object");
        }
    }

    /** Keeps numbers as written, with every digit. */
    private static Map<String, String> object(String text) throws IOException {
        try (var parser = JSON.createParser(text)) {
            var values = new LinkedHashMap<String, String>();
            require(parser.nextToken() == JsonToken.START_OBJECT, parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                require(parser.nextToken().isScalarValue(), parser);
                values.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText());
            }
            require(parser.nextToken() == null, parser);
            return values;
        }
    }

    private static void require(boolean isRight, JsonParser parser) throws IOException {
        if (!isRight) {
            throw new IOException("unexpected " + parser.currentToken());
        }
    }
}
