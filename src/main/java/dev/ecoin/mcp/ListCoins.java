package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.Parameters;
import dev.ecoin.prices.CoinState;
import dev.ecoin.prices.CoinStatuses;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** The coins, with the days and models of each. */
@Singleton
final class ListCoins implements Question {

    private static final int USUAL = 20;

    private static final List<String> SHOWN = List.of(
            "id", "symbol", "name", "state", "first_day", "last_day", "days_stored", "freshness_days", "note", "model");

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "list_coins",
            "List coins",
            "The coins that this service knows, by CoinGecko's id, with the range of their daily prices and the model that"
                    + " forecasts them. Ask this first when you do not know a coin's id: other tools take ids such as"
                    + " bitcoin, not symbols such as btc. A coin without a model has no forecast.",
            List.of(
                    Argument.text("search", "Part of the id, the symbol or the name, in any case, such as bit."),
                    Argument.choice("state", "Only coins in this state.", List.of("active", "paused", "delisted")),
                    Argument.integer("limit", "Most coins to list.", 1, Rows.MOST, USUAL)),
            List.of(
                    Field.NOTES,
                    Field.CURRENCY,
                    Field.rows(
                            "coins",
                            "By id; of a search exact matches first.",
                            Field.text("id", "CoinGecko's id, which other tools take as coin."),
                            Field.text("symbol", "Such as btc.").optional(),
                            Field.text("name", "Such as Bitcoin.").optional(),
                            Field.text("state", "active: crawled and trained; otherwise served from what is there."),
                            Field.date("first_day", "First day with a price.").optional(),
                            Field.date("last_day", "Last day with a price.").optional(),
                            Field.integer("days_stored", "Number of days with a price."),
                            Field.integer("freshness_days", "Days since the last one; 1 is as fresh as can be.")
                                    .optional(),
                            Field.text("note", "What is to be known of the coin.")
                                    .optional(),
                            Field.object("model", "The model that forecasts; absent if there is none yet.")
                                    .optional())),
            false);

    private final CoinStatuses coins;
    private final Currency currency;
    private final Answers answers;

    ListCoins(CoinStatuses coins, Currency currency, Answers answers) {
        this.coins = coins;
        this.currency = currency;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        var limit = arguments.integer("limit", 1, Rows.MOST, USUAL);
        var state = arguments.text("state");
        var wanted = state == null ? null : Parameters.choice("state", state, CoinState.values(), CoinState::label);
        // One more than shown, to see whether there are more.
        return coins.find(arguments.text("search"), wanted, limit + 1)
                .map(found -> answer(answers.of(found).get("coins"), limit));
    }

    private ObjectNode answer(JsonNode found, int limit) {
        var rows = Rows.first(found, limit);
        var answer = answers.begin(
                found.size() > limit
                        ? List.of("There are more coins than these " + limit + ". Use search to find others.")
                        : found.isEmpty() ? List.of("No coin matches.") : List.of());
        answer.put("currency", currency.code());
        var coins = answer.putArray("coins");
        rows.shown().forEach(coin -> {
            var shown = coins.addObject();
            SHOWN.stream().filter(field -> coin.hasNonNull(field)).forEach(field -> shown.set(field, coin.get(field)));
        });
        return answer;
    }
}
