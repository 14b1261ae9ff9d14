package dev.ecoin.feeds.coingecko;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.ecoin.feeds.coingecko.CoinGeckoException.NotServed.Reason;
import dev.ecoin.logging.ControlCharacters;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What CoinGecko answered, and what it means. Errors come in three shapes of JSON ({@code {"error":"text"}},
 * {@code {"status":{"error_code":..}}}, {@code {"error":{"status":{..}}}}) or, from the CDN, as text.
 *
 * @param retryAfter the header {@code Retry-After}, or null
 * @param at when it came
 * @param body kept without NUL characters
 */
record Answer(int status, String retryAfter, Instant at, String body) {

    private static final Duration DEFAULT_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int DIGITS_OF_A_DAY = 5;
    private static final int EXCERPT = 160;

    /** JSON can say it, PostgreSQL cannot store it. After an even number of backslashes it is the character, not text. */
    private static final Pattern NUL = Pattern.compile("\\x00|(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final int OLDER_THAN_THE_PLAN_SHOWS = 10012;
    private static final int MONTHLY_CREDITS_SPENT = 10006;
    private static final Set<Integer> WRONG_CONFIGURATION = Set.of(10002, 10005, 10010, 10011);
    private static final String UNKNOWN_COIN = "coin not found";

    Answer {
        body = body.indexOf('\0') < 0 && !body.contains("\\u0000")
                ? body
                : NUL.matcher(body).replaceAll("$1");
    }

    /** Reads the body as it comes and not beyond the longest allowed. */
    static Answer of(Response response, Instant at, long longest, String asked) throws IOException {
        try (var body = response.readEntity(InputStream.class)) {
            var bytes = body == null ? new byte[0] : body.readNBytes(Math.toIntExact(longest + 1));
            if (bytes.length > longest) {
                throw new CoinGeckoException.NoAnswer(
                        "CoinGecko answered " + asked + " with more than " + longest + " bytes", null);
            }
            return new Answer(
                    response.getStatus(), response.getHeaderString("Retry-After"), at, new String(bytes, UTF_8));
        }
    }

    /**
     * The body as the given type.
     *
     * @throws CoinGeckoException if the answer is an error, in whatever shape and with whatever status
     */
    <T> T read(ObjectReader reader, Class<T> type, String asked) {
        var json = json(reader);
        var code = errorCode(json);
        if (code == MONTHLY_CREDITS_SPENT) {
            throw new CoinGeckoException.CreditsSpent();
        }
        if (code == OLDER_THAN_THE_PLAN_SHOWS) {
            throw new CoinGeckoException.NotServed(
                    Reason.BEYOND_PLAN, asked + ": older than the CoinGecko plan shows (error 10012)");
        }
        if (WRONG_CONFIGURATION.contains(code) || status == 401) {
            throw new CoinGeckoException.Misconfigured("CoinGecko refuses the key or plan: " + message(json));
        }
        if (status == 429 || code == 429) {
            throw rateLimited();
        }
        if (status == 404) {
            // Any other 404 is about the address, and must not make every coin an unknown one.
            if (!message(json).toLowerCase(Locale.ROOT).contains(UNKNOWN_COIN)) {
                throw new CoinGeckoException.Misconfigured(
                        "There is no CoinGecko at the configured address, it answered 404: " + message(json));
            }
            throw new CoinGeckoException.NotServed(Reason.UNKNOWN_COIN, asked + ": " + message(json));
        }
        if (status == 400 || status == 422) {
            throw new CoinGeckoException.NotServed(Reason.NOT_ACCEPTED, asked + ": " + message(json));
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
        return text.isBlank() ? excerpt() : oneLine(text);
    }

    private String excerpt() {
        var line = oneLine(body);
        return line.isEmpty() ? "empty body" : line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    private static String oneLine(String text) {
        return ControlCharacters.blank(text).replaceAll("\\s+", " ").strip();
    }

    private CoinGeckoException rateLimited() {
        var asked = pauseAskedFor();
        var seconds = asked.toSeconds() + " s";
        return asked.compareTo(LONGEST_PAUSE) <= 0
                ? new CoinGeckoException.RateLimited(asked, seconds)
                : new CoinGeckoException.RateLimited(LONGEST_PAUSE, seconds + ", which counts as a day");
    }

    /** {@code Retry-After} is a number of seconds or a date. */
    private Duration pauseAskedFor() {
        var header = retryAfter == null ? "" : retryAfter.strip();
        if (header.matches("[0-9]+")) {
            // More digits may be more than a long holds; more than a day they are for sure.
            return header.length() > 2 * DIGITS_OF_A_DAY
                    ? LONGEST_PAUSE.plusSeconds(1)
                    : Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            var end = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return end.isAfter(at) ? Duration.between(at, end) : Duration.ZERO;
        } catch (DateTimeException e) {
            return DEFAULT_PAUSE;
        }
    }

    /** Reads decimals as they are written: a document's prices keep all their digits. */
    static ObjectReader reader(ObjectMapper mapper) {
        return mapper.readerFor(JsonNode.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }
}
