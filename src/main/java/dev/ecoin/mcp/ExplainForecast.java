package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.explanation.Explanations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The decomposition of a coin's history and forecast. */
@Singleton
final class ExplainForecast implements Question {

    private static final int USUAL_HORIZON = 7;
    private static final int LONGEST_HORIZON = 30;

    private static final List<String> SHOWN =
            List.of("day", "price", "level_price", "weekly_factor", "remainder_factor", "fitted");

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "explain",
            "Explain prices and forecast",
            "What a coin's prices and its forecast are made of: level_price (slow movement) x weekly_factor (day of the week)"
                    + " x remainder_factor = price, with the strength of trend and weekly pattern, and the model's own"
                    + " median for each day from the days before (fitted). Use it when someone asks why the forecast looks"
                    + " as it does.",
            List.of(
                    Argument.COIN,
                    Argument.date("from", "First day of the history; the newest days by default."),
                    Argument.date("to", "Last day of the history; the newest one by default."),
                    Argument.integer("horizon", "Days of the forecast.", 0, LONGEST_HORIZON, USUAL_HORIZON)),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.MODEL,
                    Field.number("trend_strength", "From 0 to 1."),
                    Field.number("weekly_strength", "From 0 to 1; below about 0.3 it is hardly more than noise."),
                    Field.rows("history", "Ascending; days without a price have none of what depends on it.", days()),
                    Field.rows("forecast", "Ascending.", days())),
            true);

    private final Explanations explanations;
    private final Answers answers;

    ExplainForecast(Explanations explanations, Answers answers) {
        this.explanations = explanations;
        this.answers = answers;
    }

    private static Field[] days() {
        return new Field[] {
            Field.date("day", "At 00:00 UTC."),
            Field.number("price", "As stored, or the median forecast.").optional(),
            Field.number("level_price", "The level as a price."),
            Field.number("weekly_factor", "The weekly pattern as a factor."),
            Field.number("remainder_factor", "The remainder as a factor.").optional(),
            Field.number("fitted", "The model's median from the days before.").optional()
        };
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        var horizon = arguments.integer("horizon", 0, LONGEST_HORIZON, USUAL_HORIZON);
        return explanations
                .explain(
                        arguments.required("coin"),
                        arguments.text("from"),
                        arguments.text("to"),
                        Integer.toString(horizon))
                .map(answers::of)
                .map(found -> answer(found, Rows.MOST - horizon));
    }

    private ObjectNode answer(JsonNode explanation, int mostDays) {
        var history = Rows.last(explanation.get("history"), mostDays);
        var notes = new ArrayList<String>();
        explanation.get("notes").forEach(note -> notes.add(note.asText()));
        if (history.all() > history.shown().size()) {
            notes.add("Of " + history.all() + " days of history the newest "
                    + history.shown().size() + " are shown; an answer has " + Rows.MOST
                    + " rows at most. Ask for others with from and to.");
        }
        var answer = answers.begin(
                "The parts are a description of the past, not its causes. A weekly_strength below about 0.3 is hardly more"
                        + " than noise; here it is "
                        + explanation.get("weekly_strength").asText() + ".",
                notes);
        for (var field : List.of("coin", "currency", "model", "trend_strength", "weekly_strength")) {
            answer.set(field, explanation.get(field));
        }
        show(history.shown(), answer.putArray("history"));
        show(explanation.get("forecast"), answer.putArray("forecast"));
        return answer;
    }

    private static void show(JsonNode days, ArrayNode shown) {
        days.forEach(day -> {
            var row = shown.addObject();
            SHOWN.stream().filter(day::hasNonNull).forEach(field -> row.set(field, day.get(field)));
        });
    }
}
