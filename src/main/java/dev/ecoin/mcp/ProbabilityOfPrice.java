package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.risk.PriceProbabilities;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** How likely a price is on a date. */
@Singleton
final class ProbabilityOfPrice implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "probability",
            "Probability of a price on a date",
            "How likely a coin's price at 00:00 UTC of a date is above, below or between bounds, from the distribution of the"
                    + " forecast. Give above, below, or both for a range, as prices; or return_above and return_below in"
                    + " percent of the last price. This is the chance on that one day; for reaching a price at some time"
                    + " before, use touch.",
            List.of(
                    Argument.COIN,
                    Argument.date("date", "The day.").required(),
                    Argument.number("above", "The price is above this."),
                    Argument.number("below", "The price is below this."),
                    Argument.number("return_above", "The return is above this, in percent of the last price."),
                    Argument.number("return_below", "The return is below this, in percent of the last price.")),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.number("probability", "From 0 to 1."),
                    Field.date("date", "The day."),
                    Field.integer("days_ahead", "Days from the model's origin."),
                    Field.number("above", "Lower bound as a price.").optional(),
                    Field.number("below", "Upper bound as a price.").optional(),
                    Field.number("last_price", "Price on the model's origin."),
                    Field.number("median", "Median price of the date."),
                    Field.MODEL),
            false);

    private final PriceProbabilities probabilities;
    private final Answers answers;

    ProbabilityOfPrice(PriceProbabilities probabilities, Answers answers) {
        this.probabilities = probabilities;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        return probabilities
                .find(
                        arguments.required("coin"),
                        arguments.text("date"),
                        arguments.text("above"),
                        arguments.text("below"),
                        arguments.text("return_above"),
                        arguments.text("return_below"))
                .map(answers::of)
                .map(this::answer);
    }

    private ObjectNode answer(JsonNode found) {
        var answer = answers.begin(
                "The probability is a model's estimate of one day, "
                        + found.get("days_ahead").asText()
                        + " days after the last price that it has seen. accuracy tells how such estimates turned out.",
                List.of());
        answer.setAll((ObjectNode) found);
        return answer;
    }
}
