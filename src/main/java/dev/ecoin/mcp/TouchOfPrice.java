package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.risk.TouchProbabilities;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** How likely a price is reached by a date. */
@Singleton
final class TouchOfPrice implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "touch",
            "Probability of reaching a price",
            "How likely a coin's daily price (00:00 UTC) is at or beyond a bound on any day up to a date, from simulated price"
                    + " paths. Give above, below, or both for reaching either. It is higher than probability, which is the"
                    + " chance on the date alone. Prices within a day are not looked at.",
            List.of(
                    Argument.COIN,
                    Argument.date("by", "The last day that counts.").required(),
                    Argument.number("above", "Upper bound, which the price reaches or exceeds."),
                    Argument.number("below", "Lower bound, which the price reaches or undercuts."),
                    Argument.integer(
                            "paths", "Number of simulated paths; more make the error smaller.", 100, 100_000, 10_000),
                    Argument.integer("seed", "The same seed gives the same answer.", 0, Integer.MAX_VALUE, 1)),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.number("probability", "From 0 to 1."),
                    Field.number("standard_error", "Of the simulation."),
                    Field.date("by", "The last day that counts."),
                    Field.integer("days_ahead", "Days from the model's origin."),
                    Field.number("above", "Upper bound.").optional(),
                    Field.number("below", "Lower bound.").optional(),
                    Field.number("last_price", "Price on the model's origin."),
                    Field.integer("paths", "Simulated paths."),
                    Field.integer("seed", "Of the simulation."),
                    Field.MODEL),
            true);

    private final TouchProbabilities touches;
    private final Answers answers;

    TouchOfPrice(TouchProbabilities touches, Answers answers) {
        this.touches = touches;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        return touches.find(
                        arguments.required("coin"),
                        arguments.text("by"),
                        arguments.text("above"),
                        arguments.text("below"),
                        arguments.text("paths"),
                        arguments.text("seed"))
                .map(answers::of)
                .map(this::answer);
    }

    private ObjectNode answer(JsonNode found) {
        var answer = answers.begin(
                "The simulation's standard error is "
                        + found.get("standard_error").decimalValue().toPlainString()
                        + "; that of the model is not in it. accuracy tells how such estimates turned out.",
                List.of());
        answer.setAll((ObjectNode) found);
        return answer;
    }
}
