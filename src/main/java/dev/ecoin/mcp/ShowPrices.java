package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.PriceHistories;
import dev.ecoin.prices.PriceHistory;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Stored prices. */
@Singleton
final class ShowPrices implements Question {

    private static final int USUAL_DAYS = 30;

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "prices",
            "Observed prices",
            "A coin's observed daily prices at 00:00 UTC, the newest 30 days unless a range is asked for, with the lowest and"
                    + " the highest price of the whole range. Ranges of more than " + Rows.MOST
                    + " days are shown at equal distances.",
            List.of(
                    Argument.COIN,
                    Argument.date("from", "First day; by default the 30 newest prices up to the last day are shown."),
                    Argument.date("to", "Last day; the newest by default.")),
            List.of(
                    Field.NOTES,
                    Field.COIN,
                    Field.CURRENCY,
                    Field.integer("days", "Number of days with a price in the range."),
                    Field.object("lowest", "Date and price.").optional(),
                    Field.object("highest", "Date and price.").optional(),
                    Field.integer("every_prices", "One stored price in so many is shown; 1 if none is left out."),
                    Field.rows(
                            "prices",
                            "Ascending; days without a price are left out.",
                            Field.date("date", "At 00:00 UTC."),
                            Field.number("price", "Price."))),
            true);

    private final PriceHistories histories;
    private final Answers answers;

    ShowPrices(PriceHistories histories, Answers answers) {
        this.histories = histories;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        var range = DateRange.parse(arguments.text("from"), arguments.text("to"));
        return histories
                .find(arguments.required("coin"), range)
                .map(history -> answers.of(range.from() == null ? newest(history) : history))
                .map(this::answer);
    }

    private static PriceHistory newest(PriceHistory history) {
        var days = history.prices();
        return new PriceHistory(
                history.coin(), history.currency(), days.subList(Math.max(0, days.size() - USUAL_DAYS), days.size()));
    }

    private ObjectNode answer(JsonNode history) {
        var prices = history.get("prices");
        var rows = Rows.spread(prices);
        var notes = new ArrayList<String>();
        rows.note("Ask for up to " + Rows.MOST + " days with from and to.").ifPresent(notes::add);
        if (prices.isEmpty()) {
            notes.add("No price is stored in this range; list_coins has the coin's first_day and last_day.");
        }
        var answer = answers.begin(notes);
        answer.set("coin", history.get("coin"));
        answer.set("currency", history.get("currency"));
        answer.put("days", rows.all());
        JsonNode lowest = null;
        JsonNode highest = null;
        for (var day : prices) {
            var price = day.get("price").decimalValue();
            lowest = lowest == null || price.compareTo(lowest.get("price").decimalValue()) < 0 ? day : lowest;
            highest = highest == null || price.compareTo(highest.get("price").decimalValue()) > 0 ? day : highest;
        }
        if (lowest != null) {
            copy(lowest, answer.putObject("lowest"));
            copy(highest, answer.putObject("highest"));
        }
        answer.put("every_prices", rows.every());
        var shown = answer.putArray("prices");
        rows.shown().forEach(day -> copy(day, shown.addObject()));
        return answer;
    }

    private static void copy(JsonNode day, ObjectNode to) {
        to.set("date", day.get("date"));
        to.set("price", day.get("price"));
    }
}
