package dev.ecoin.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.ecoin.logging.ControlCharacters;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * A feed's answer; the feed interprets it.
 *
 * @param retryAfter the header {@code Retry-After}, or null
 * @param at time of arrival
 * @param body stored without NUL characters
 */
public record Answer(int status, String retryAfter, Instant at, String body) {

    private static final Duration DEFAULT_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final int DIGITS_OF_A_DAY = 5;
    private static final int EXCERPT = 160;

    /**
     * JSON can contain NUL, but PostgreSQL cannot store it. After an even number of backslashes it is the character,
     * not text.
     */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    public Answer {
        // Removing an escape may join its surroundings to another one, so repeat.
        for (body = body.replace("\0", "");
                body.contains("\\u0000") && NUL.matcher(body).find(); ) {
            body = NUL.matcher(body).replaceAll("$1");
        }
    }

    /** Reads the body in chunks, up to the maximum size. */
    static Answer of(Response response, Instant at, long longest, String feed, String asked) throws IOException {
        try (var body = response.readEntity(InputStream.class)) {
            var bytes = body == null ? new byte[0] : body.readNBytes(Math.toIntExact(longest + 1));
            if (bytes.length > longest) {
                throw new FeedException.NoAnswer(
                        feed + " answered " + asked + " with more than " + longest + " bytes", null);
            }
            return new Answer(
                    response.getStatus(), response.getHeaderString("Retry-After"), at, new String(bytes, UTF_8));
        }
    }

    /** The body as JSON; null if it is not JSON. */
    public JsonNode json(ObjectReader reader) {
        try {
            return reader.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * The body as the given type.
     *
     * @param feed the feed's title
     * @throws FeedException.NoAnswer if the body has another form
     */
    public <T> T as(Class<T> type, ObjectReader reader, String feed, String asked) {
        try {
            T value = reader.forType(type).readValue(body);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(feed, asked, e);
        }
        throw unreadable(feed, asked, null);
    }

    private FeedException unreadable(String feed, String asked, Exception cause) {
        return new FeedException.NoAnswer(
                feed + " answered " + asked + " with a body that cannot be read: " + excerpt(), cause);
    }

    /** The start of the body on one line. */
    public String excerpt() {
        var line = oneLine(body.substring(0, Math.min(10 * EXCERPT, body.length())));
        return line.isEmpty() ? "empty body" : line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    /** A text from the body on one line; the start of the body if there is none. */
    public String line(String text) {
        return text == null || text.isBlank() ? excerpt() : oneLine(text);
    }

    private static String oneLine(String text) {
        return ControlCharacters.blank(text).replaceAll("\\s+", " ").strip();
    }

    /** Reports that calls were too frequent. */
    public FeedException rateLimited(String feed) {
        var asked = pauseAskedFor();
        var seconds = asked.toSeconds() + " s";
        return asked.compareTo(LONGEST_PAUSE) <= 0
                ? new FeedException.RateLimited(feed, status, asked, seconds)
                : new FeedException.RateLimited(feed, status, LONGEST_PAUSE, seconds + ", which counts as a day");
    }

    /** {@code Retry-After} is a number of seconds or a date. */
    private Duration pauseAskedFor() {
        var header = retryAfter == null ? "" : retryAfter.strip();
        if (header.matches("[0-9]+")) {
            // This many digits may overflow a long, and are certainly more than a day.
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

    /** Reads decimals exactly, so that prices keep all digits. */
    public static ObjectReader reader(ObjectMapper mapper) {
        return mapper.readerFor(JsonNode.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }
}
