package dev.ecoin.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Lines of {@code fit}, and the job's answers in the same form, so that both can be compared byte by byte. */
final class FitLine {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Fields of the job only, and the duration of a fit. */
    private static final List<String> NOT_COMPARED = List.of("first", "last", "diagnostics", "blob", "cpu_millis");

    private FitLine() {}

    /** The command's answer to a line. */
    static String answer(String line) {
        try {
            var request = JSON.readTree(line);
            JsonNode answer;
            try {
                answer = FitAnswer.of(FitRequest.of(request)).json();
            } catch (RuntimeException e) {
                answer = FitAnswer.error(request.get("id"), e.getMessage());
            }
            return canonical(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line that the command would have written for a row. */
    static String of(Row row) {
        var answer = fields(row);
        if (answer.remove("error") instanceof String error) {
            return canonical(JSON.valueToTree(Map.of("id", answer.get("id"), "error", error)));
        }
        return canonical(JSON.valueToTree(answer));
    }

    /** A part of an answer. */
    static String json(Row row) {
        return canonical(JSON.valueToTree(fields(row)));
    }

    /** An answer with its fields sorted, without those that are not compared. */
    static String canonical(JsonNode answer) {
        try {
            if (answer instanceof ObjectNode object) {
                object.remove(NOT_COMPARED);
            }
            return JSON.writeValueAsString(JSON.treeToValue(answer, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> fields(Row row) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < row.size(); i++) {
            var name = row.schema().fieldNames()[i];
            if (!NOT_COMPARED.contains(name)) {
                fields.put(name, plain(row.get(i)));
            }
        }
        // Only calibrated intervals have these fields.
        if (fields.get("intervals") instanceof Map<?, ?> intervals) {
            intervals.values().removeIf(value -> value == null);
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof Row row) {
            return fields(row);
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            var plain = new LinkedHashMap<Object, Object>();
            CollectionConverters.asJava(map).forEach((name, element) -> plain.put(name, plain(element)));
            return plain;
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return CollectionConverters.asJava(sequence).stream()
                    .map(FitLine::plain)
                    .toList();
        }
        return value;
    }
}
