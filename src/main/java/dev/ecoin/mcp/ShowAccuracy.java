package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.accuracy.AccuracyReports;
import dev.ecoin.http.DateRange;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The accuracy of served forecasts. */
@Singleton
final class ShowAccuracy implements Question {

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "accuracy",
            "Accuracy of served forecasts",
            "How good the forecasts that this service really served turned out, by days ahead: error beside that of naive"
                    + " (the price stays the same), how often prices came within the intervals, whether forecasts have"
                    + " become worse (drift), and how good the probabilities of touch were. For how the present model would"
                    + " have done in the past use backtest.",
            List.of(
                    Argument.COIN,
                    Argument.date("from", "First day forecast that counts; the first by default."),
                    Argument.date("to", "Last day forecast that counts; the last by default.")),
            List.of(
                    Field.UNCERTAINTY,
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.date("from", "First day forecast that is scored.").nullable(),
                    Field.date("to", "Last day forecast that is scored.").nullable(),
                    Field.object("drift", "Whether one-day forecasts have become worse."),
                    Field.rows(
                            "horizons",
                            "By days ahead: overall has days (number of forecasts), mae in the currency, relative_mae"
                                    + " (below 1 better than naive), and coverage in percent by level.",
                            Field.integer("horizon", "Days after the origin."),
                            Field.object("overall", "The scores.")),
                    Field.rows(
                            "touches",
                            "By horizon and bound (change, in percent of the last price): mean probability served and how"
                                    + " often the bound was reached, in percent, and the Brier score.")),
            false);

    /** Beside the horizons. */
    private static final int MOST_TOUCHES = 20;

    private final AccuracyReports reports;
    private final Answers answers;

    ShowAccuracy(AccuracyReports reports, Answers answers) {
        this.reports = reports;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        var range = DateRange.parse(arguments.text("from"), arguments.text("to"));
        return reports.find(arguments.required("coin"), range).map(answers::of).map(this::answer);
    }

    private ObjectNode answer(JsonNode report) {
        var horizons = Rows.first(report.get("horizons"), Rows.MOST - MOST_TOUCHES);
        var touches = Rows.first(report.get("touches").get("bounds"), MOST_TOUCHES);
        var notes = new ArrayList<String>();
        if (horizons.all() == 0) {
            notes.add("No forecast has been scored in this range: its days are still to come, or none was served.");
        }
        if (horizons.all() > horizons.shown().size()
                || touches.all() > touches.shown().size()) {
            notes.add("The longest horizons are left out; an answer has " + Rows.MOST + " rows at most.");
        }
        var answer = answers.begin(uncertainty(report), notes);
        for (var field : List.of("coin", "currency", "from", "to", "drift")) {
            answer.set(field, report.get(field));
        }
        var shown = answer.putArray("horizons");
        horizons.shown().forEach(row -> shown.addObject()
                .<ObjectNode>set("horizon", row.get("horizon"))
                .set("overall", row.get("overall")));
        answer.set("touches", touches.shown());
        return answer;
    }

    private static String uncertainty(JsonNode report) {
        var horizons = report.get("horizons");
        if (horizons.isEmpty()) {
            return "Nothing is known yet of how good this coin's forecasts turn out.";
        }
        var first = horizons.get(0);
        return "The scores of " + first.get("horizon").asText() + " days ahead rest on "
                + first.get("overall").get("days").asText() + " forecasts; scores of few forecasts vary widely.";
    }
}
