package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ecoin.feeds.Answer;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.FeedException.NotServed.Reason;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Interprets CoinGecko's answers. Errors are JSON with a text {@code error}, or an {@code error_code} and {@code
 * error_message} at the top, in {@code status}, in {@code error} or in its {@code status}; or, from the CDN, text.
 */
final class CoinGeckoAnswers {

    private static final int OLDER_THAN_THE_PLAN_SHOWS = 10012;
    private static final int MONTHLY_CREDITS_SPENT = 10006;
    private static final Set<Integer> WRONG_CONFIGURATION = Set.of(10002, 10005, 10010, 10011);
    private static final Pattern UNKNOWN_COIN =
            Pattern.compile("coin.*not.*(found|find)|not.*(found|find).*coin", Pattern.CASE_INSENSITIVE);

    private final ObjectReader reader;

    CoinGeckoAnswers(ObjectReader reader) {
        this.reader = reader;
    }

    /**
     * The body as the given type.
     *
     * @throws FeedException if the answer is an error, in any form and with any status
     */
    <T> T read(Answer answer, Class<T> type, String asked) {
        // Only errors are parsed twice; price bodies are long and never have these names at the top.
        var json = answer.status() == 200 && !answer.body().contains("\"error") ? null : answer.json(reader);
        var code = errorCode(json);
        var status = answer.status();
        if (code == MONTHLY_CREDITS_SPENT) {
            throw new FeedException.CreditsSpent("The month's CoinGecko credits are used up (error 10006)");
        }
        if (code == OLDER_THAN_THE_PLAN_SHOWS) {
            throw new FeedException.NotServed(
                    Reason.BEYOND_PLAN, asked + ": older than the CoinGecko plan shows (error 10012)");
        }
        if (WRONG_CONFIGURATION.contains(code) || status == 401) {
            throw misconfigured("CoinGecko refuses the key or plan: " + message(answer, json));
        }
        if (status == 429 || code == 429) {
            throw answer.rateLimited(CoinGecko.TITLE);
        }
        if (status == 404 && UNKNOWN_COIN.matcher(message(answer, json)).find()) {
            throw new FeedException.NotServed(Reason.UNKNOWN_COIN, asked + ": " + message(answer, json));
        }
        if (status == 404) {
            // The error may concern the address, and must then not turn every coin into an unknown one.
            throw new FeedException.NotServed(
                    Reason.NOT_ACCEPTED,
                    asked + ": CoinGecko answered 404 without a word of the coin: " + message(answer, json)
                            + ". Check ecoin.coingecko.url if other coins fail too");
        }
        if (status == 400 || status == 422) {
            throw new FeedException.NotServed(Reason.NOT_ACCEPTED, asked + ": " + message(answer, json));
        }
        if (status != 200) {
            throw new FeedException.NoAnswer(
                    "CoinGecko answered " + asked + " with status " + status + " (" + message(answer, json) + ")",
                    null);
        }
        return answer.as(type, reader, CoinGecko.TITLE, asked);
    }

    static FeedException misconfigured(String what) {
        return new FeedException.Misconfigured(
                what, "ecoin.coingecko.plan, ecoin.coingecko.url and ECOIN_COINGECKO_KEY");
    }

    private static int errorCode(JsonNode json) {
        return places(json)
                .mapToInt(place -> place.path("error_code").asInt(0))
                .filter(code -> code != 0)
                .findFirst()
                .orElse(0);
    }

    private static String message(Answer answer, JsonNode json) {
        return answer.line(places(json)
                .flatMap(place -> Stream.of(place.path("error_message"), place.path("error")))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(null));
    }

    /** The places where CoinGecko puts an error. */
    private static Stream<JsonNode> places(JsonNode json) {
        return json == null
                ? Stream.of()
                : Stream.of(
                        json,
                        json.path("status"),
                        json.path("error"),
                        json.path("error").path("status"));
    }
}
