package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.http.Representation;
import dev.ecoin.serving.ForecastOptions;
import dev.ecoin.serving.Forecasts;
import dev.ecoin.serving.ModelLookup;
import dev.ecoin.serving.ServingConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A coin's forecast with its intervals. */
@Singleton
final class ForecastPrices implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "forecast",
            "Forecast prices",
            "Daily forecast of a coin's price at 00:00 UTC, from the day after the newest observed price. price is the median;"
                    + " lower_80 and upper_80 are the limits that the price stays within with a probability of 80%, and so on"
                    + " for other levels. The median is hardly better than today's price, so report the range rather than"
                    + " the median. For the chance of a certain price on a date use probability; of reaching it before, use"
                    + " touch.",
            List.of(
                    Argument.COIN,
                    Argument.integer(
                            "horizon",
                            "Days to forecast. More than " + Rows.MOST + " are shown at equal distances.",
                            1,
                            1_000,
                            30),
                    Argument.date("to", "Last day to forecast, instead of horizon."),
                    Argument.text(
                            "level", "Coverage of the intervals in percent, separated by commas; 80,95 by default.")),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.MODEL,
                    Field.EVERY_DAYS,
                    Field.rows(
                            "days",
                            "Ascending. Beside these fields lower_80, upper_80 and so on, the limits of the intervals.",
                            Field.date("day", "At 00:00 UTC."),
                            Field.number("price", "Median price."))),
            false);

    private final ModelLookup models;
    private final Forecasts forecasts;
    private final ServingConfig config;
    private final Answers answers;

    ForecastPrices(ModelLookup models, Forecasts forecasts, ServingConfig config, Answers answers) {
        this.models = models;
        this.forecasts = forecasts;
        this.config = config;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        var options = ForecastOptions.read(
                arguments.text("to"), arguments.text("horizon"), arguments.list("level"), config.maxHorizon());
        return models.active(arguments.required("coin"))
                .flatMap(model -> forecasts.rich(
                        model, options, options.steps(model.origin(), "to", config.maxHorizon()), Representation.JSON))
                .map(answer -> answer(answers.of(answer)));
    }

    private ObjectNode answer(JsonNode forecast) {
        var rows = Rows.spread(forecast.get("days"));
        var notes = new ArrayList<String>();
        forecast.get("notes").forEach(note -> notes.add(note.asText()));
        rows.note("Ask for up to " + Rows.MOST + " days with horizon, or for a date with to.")
                .ifPresent(notes::add);
        var answer = answers.begin(uncertainty(forecast), notes);
        answer.set("coin", forecast.get("coin"));
        answer.set("currency", forecast.get("currency"));
        answer.set("model", forecast.get("model"));
        answer.put("every_days", rows.every());
        answer.set("days", rows.shown());
        return answer;
    }

    private String uncertainty(JsonNode forecast) {
        var days = forecast.get("days");
        var last = days.get(days.size() - 1);
        var ranges = StreamSupport.stream(forecast.get("levels").spliterator(), false)
                .map(JsonNode::asText)
                .map(level -> "within " + answers.money(last.get("lower_" + level)) + " to "
                        + answers.money(last.get("upper_" + level)) + " with a probability of " + level + "%")
                .collect(Collectors.joining(", "));
        return "On " + last.get("day").asText() + " the price is "
                + (ranges.isEmpty() ? "as likely above as below " + answers.money(last.get("price")) : ranges)
                + ". The median is hardly better than the last price.";
    }
}
