package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.risk.ScenarioSummaries;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Joint price paths in a few figures. */
@Singleton
final class SummarizeScenarios implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "scenarios",
            "Scenarios of several coins",
            "Joint scenarios of several coins: by day the quantiles of each coin's simulated prices (q05 is the price that is"
                    + " undercut with a probability of 5%), how their returns move together, and how likely all of them"
                    + " fall. Use it for questions about more than one coin, such as a portfolio. The same seed gives the"
                    + " same answer.",
            List.of(
                    Argument.coins("CoinGecko's ids, such as [\"bitcoin\", \"ethereum\"]; up to 20.")
                            .required(),
                    Argument.integer("horizon", "Days from the coins' newest price.", 1, 1_000, 30),
                    Argument.integer("paths", "Number of simulated paths.", 100, 100_000, 1_000),
                    Argument.integer("seed", "The same seed gives the same answer.", 0, Integer.MAX_VALUE, 1)),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.CURRENCY,
                    Field.integer("horizon", "Days from the coins' newest price."),
                    Field.date("date", "The last of them."),
                    Field.integer("paths", "Simulated paths."),
                    Field.integer("seed", "Of the simulation."),
                    Field.number("all_fall", "Probability, from 0 to 1, that every coin ends below its last price."),
                    Field.EVERY_DAYS,
                    Field.rows(
                            "coins",
                            "In the order asked for.",
                            Field.COIN,
                            Field.number("last_price", "Price on the model's origin.")
                                    .nullable(),
                            Field.number("correlation", "Of its return with the first coin's, from -1 to 1.")
                                    .nullable(),
                            Field.MODEL,
                            Field.rows(
                                    "days",
                                    "Ascending, the last day included.",
                                    Field.date("date", "At 00:00 UTC."),
                                    Field.number("q05", "5% quantile.").nullable(),
                                    Field.number("q25", "25% quantile.").nullable(),
                                    Field.number("q50", "Median.").nullable(),
                                    Field.number("q75", "75% quantile.").nullable(),
                                    Field.number("q95", "95% quantile.").nullable()))),
            true);

    private final ScenarioSummaries scenarios;
    private final Answers answers;

    SummarizeScenarios(ScenarioSummaries scenarios, Answers answers) {
        this.scenarios = scenarios;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        return scenarios
                .find(
                        arguments.list("coins"),
                        arguments.text("horizon"),
                        arguments.text("paths"),
                        arguments.text("seed"),
                        Rows.MOST)
                .map(answers::of)
                .map(this::answer);
    }

    private ObjectNode answer(JsonNode summary) {
        var notes = new ArrayList<String>();
        if (summary.get("every_days").asInt() > 1) {
            notes.add("One day in " + summary.get("every_days").asText()
                    + " is shown, the last one included; an answer has " + Rows.MOST
                    + " rows at most over all coins. Ask for fewer days with horizon, or for fewer coins.");
        }
        var answer = answers.begin(
                "The quantiles come from " + summary.get("paths").asText()
                        + " simulated paths; another seed moves them a little, those at the edges most.",
                notes);
        answer.setAll((ObjectNode) summary);
        return answer;
    }
}
