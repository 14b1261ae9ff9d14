package dev.ecoin.coingecko;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Duration;
import java.util.Set;

/**
 * What CoinGecko answered, and what it means. Errors come in three shapes of JSON ({@code {"error":"text"}},
 * {@code {"status":{"error_code":..}}}, {@code {"error":{"status":{..}}}}) or, from the CDN, as text.
 *
 * @param retryAfter the header {@code Retry-After}, or null
 */
record Answer(int status, String retryAfter, String body) {

    private static final Duration DEFAULT_PAUSE = Duration.ofMinutes(1);
    private static final int EXCERPT = 160;

    private static final int OLDER_THAN_THE_PLAN_SHOWS = 10012;
    private static final int MONTHLY_CREDITS_SPENT = 10006;
    private static final Set<Integer> WRONG_CONFIGURATION = Set.of(10002, 10005, 10010, 10011);

    /**
     * The body as the given type.
     *
     * @throws CoinGeckoException if the answer is an error, in whatever shape and with whatever status
     */
    <T> T read(ObjectReader reader, Class<T> type, String asked) {
        var json = json(reader);
        var code = errorCode(json);
        if (code == MONTHLY_CREDITS_SPENT) {
            throw new CoinGeckoException.Refused("The month's CoinGecko credits are spent (error 10006)");
        }
        if (code == OLDER_THAN_THE_PLAN_SHOWS) {
            throw new CoinGeckoException.NotServed(asked + ": older than the CoinGecko plan shows (error 10012)");
        }
        if (WRONG_CONFIGURATION.contains(code) || status == 401) {
            throw new CoinGeckoException.Refused("CoinGecko refuses the key or plan: " + message(json)
                    + ". Check ecoin.coingecko.plan, ecoin.coingecko.url and ECOIN_COINGECKO_KEY");
        }
        if (status == 429 || code == 429) {
            throw new CoinGeckoException.RateLimited(pause());
        }
        if (status == 404 || status == 400 || status == 422) {
            throw new CoinGeckoException.NotServed(asked + ": " + message(json));
        }
        if (status != 200) {
            throw new CoinGeckoException.NoAnswer(
                    "CoinGecko answered " + asked + " with status " + status + " (" + message(json) + ")", null);
        }
        try {
            return reader.forType(type).readValue(body);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CoinGeckoException.NoAnswer(
                    "CoinGecko answered " + asked + " with a body that cannot be read: " + excerpt(), e);
        }
    }

    private JsonNode json(ObjectReader reader) {
        try {
            // Only errors are read twice; prices are long and never hold these names at the top.
            return status == 200 && !body.contains("\"error") ? null : reader.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static int errorCode(JsonNode json) {
        return json == null ? 0 : statusNode(json).path("error_code").asInt(0);
    }

    private static JsonNode statusNode(JsonNode json) {
        return json.has("status") ? json.path("status") : json.path("error").path("status");
    }

    private String message(JsonNode json) {
        if (json == null) {
            return excerpt();
        }
        var text = json.path("error").isTextual()
                ? json.path("error").asText()
                : statusNode(json).path("error_message").asText();
        return text.isBlank() ? excerpt() : text;
    }

    private String excerpt() {
        var line = body.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "empty body" : line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    private Duration pause() {
        try {
            return retryAfter == null ? DEFAULT_PAUSE : Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_PAUSE;
        }
    }

    static ObjectReader reader(ObjectMapper mapper) {
        return mapper.readerFor(JsonNode.class);
    }
}
