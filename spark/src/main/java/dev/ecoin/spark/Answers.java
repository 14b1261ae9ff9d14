package dev.ecoin.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.BiFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Maps the series of a partition to one row each: the answer, or an error.
 *
 * @param options options of {@code fit}, a JSON object
 * @param schema of the answers, with {@code id}, {@code error}, {@code first} and {@code last}
 * @param work computes the answer; an exception becomes the answer of that series only
 */
record Answers(String options, boolean dated, int longest, StructType schema, Work work)
        implements MapPartitionsFunction<Row, Row> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The work for one series; serialised to the executors. */
    interface Work extends BiFunction<FitRequest, Series, ObjectNode>, java.io.Serializable {}

    /**
     * Parses the options of {@code fit}.
     *
     * @throws IllegalArgumentException if they are not valid
     */
    static FitRequest request(String options) {
        try {
            if (!(new ObjectMapper().readTree(options) instanceof ObjectNode given)) {
                throw new IllegalArgumentException("The options must be a JSON object, such as {\"log\": true}.");
            }
            for (var field : new String[] {"id", "start", "values"}) {
                if (given.has(field)) {
                    throw new IllegalArgumentException("The field '" + field + "' is the series' own, not an option.");
                }
            }
            given.put("id", "").putArray("values");
            return FitRequest.of(given);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The options are not JSON: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        var request = request(options);
        return new PerSeries(rows, dated, longest, series -> JsonRows.row(answer(request, series), schema));
    }

    private ObjectNode answer(FitRequest request, Series series) {
        JsonNode id = series.id() == null ? JSON.nullNode() : JSON.textNode(series.id());
        ObjectNode answer;
        try {
            series.check();
            answer = work.apply(request.of(id, series.start(), series.values()), series);
        } catch (RuntimeException | StackOverflowError e) {
            answer = FitAnswer.error(id, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        if (series.values().length > 0) {
            answer.put("first", series.first()).put("last", series.last());
        }
        return answer;
    }
}
