package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.training.Backtests;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** How the active model would have done in the past. */
@Singleton
final class ShowBacktest implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "backtest",
            "Backtest of a model",
            "How the model that forecasts a coin would have done in the past, beside naive (tomorrow's price is today's),"
                    + " seasonal_naive and drift: errors, and how often prices came within the intervals. Of forecasts"
                    + " from past origins, each made of the days up to it alone. For forecasts that were really served use"
                    + " accuracy.",
            List.of(Argument.COIN),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.integer("model", "Id of the model."),
                    Field.text("order", "Order of the model."),
                    Field.number(
                                    "mase_against_naive",
                                    "The model's mean absolute error in units of naive's: below 1 the model is better.")
                            .nullable(),
                    Field.date("first_origin", "The oldest origin.").optional(),
                    Field.date("last_origin", "The newest origin.").optional(),
                    Field.integer("origins", "Number of past origins."),
                    Field.object(
                            "overall",
                            "By method: mae and rmse in the currency, smape in percent, mase, and the coverage of each"
                                    + " interval in percent."),
                    Field.integer("every_days", "Days from one row of by_horizon to the next."),
                    Field.rows("by_horizon", "The same by days ahead, of model and naive.")),
            false);

    private final Backtests backtests;
    private final Answers answers;

    ShowBacktest(Backtests backtests, Answers answers) {
        this.backtests = backtests;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        return backtests.newest(arguments.required("coin")).map(answers::of).map(this::answer);
    }

    private ObjectNode answer(JsonNode backtest) {
        var rows = Rows.spread(backtest.get("by_horizon"));
        var notes = new ArrayList<String>();
        rows.note("").map(String::strip).ifPresent(notes::add);
        var answer = answers.begin(uncertainty(backtest), notes);
        for (var field : List.of("coin", "currency", "model", "order", "mase_against_naive")) {
            answer.set(field, backtest.get(field));
        }
        var origins = backtest.get("origins");
        if (!origins.isEmpty()) {
            answer.set("first_origin", origins.get(0));
            answer.set("last_origin", origins.get(origins.size() - 1));
        }
        answer.put("origins", origins.size());
        answer.set("overall", backtest.get("overall"));
        answer.put("every_days", rows.every());
        var byHorizon = answer.putArray("by_horizon");
        rows.shown().forEach(row -> byHorizon
                .addObject()
                .<ObjectNode>set("days_ahead", row.get("days_ahead"))
                .<ObjectNode>set("model", row.get("model"))
                .set("naive", row.get("naive")));
        return answer;
    }

    private static String uncertainty(JsonNode backtest) {
        var model = backtest.get("overall").get("model");
        var said = new StringBuilder("Of " + model.get("forecasts").asText() + " past forecasts");
        var separator = " ";
        for (var interval : model.get("intervals")) {
            if (interval.path("coverage").isNull()) {
                continue;
            }
            said.append(separator)
                    .append(interval.get("coverage").asText())
                    .append("% came within the ")
                    .append(interval.get("level")
                            .decimalValue()
                            .stripTrailingZeros()
                            .toPlainString())
                    .append("% interval");
            separator = ", ";
        }
        return said.append(". Past results do not guarantee future ones.").toString();
    }
}
