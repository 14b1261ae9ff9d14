package dev.ecoin.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.http.ProblemException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The body of {@code POST /crawls}; what it says wrong is a {@link ProblemException} that names the field. */
final class CrawlRequestBody {

    private static final Set<String> FIELDS = Set.of("coins", "from", "to", "mode");
    private static final String VALID = "{\"coins\":[\"bitcoin\"],\"from\":\"2026-01-01\",\"to\":\"2026-01-31\","
            + "\"mode\":\"range\"} or any part of it";
    private static final String VALID_COINS = "a list of ids such as [\"bitcoin\"], or none for all coins";
    private static final String VALID_DATE = "a date such as \"2026-01-31\"";
    private static final String MODES =
            Arrays.stream(CrawlMode.values()).map(CrawlMode::label).collect(Collectors.joining(", "));

    private final JsonNode json;

    private CrawlRequestBody(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads a request; an empty one is for all that is missing.
     *
     * @param known ids of the coins that are there
     */
    static CrawlRequest read(String body, ObjectMapper mapper, List<String> known, LocalDate yesterday) {
        return new CrawlRequestBody(parse(body, mapper)).request(known, yesterday);
    }

    private static JsonNode parse(String body, ObjectMapper mapper) {
        try {
            var json = body == null || body.isBlank() ? mapper.createObjectNode() : mapper.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("body", body, "The body is no JSON", VALID);
        }
        throw ProblemException.badRequest("body", body, "The body is no JSON object", VALID);
    }

    private CrawlRequest request(List<String> known, LocalDate yesterday) {
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw ProblemException.badRequest(
                        field, json.get(field).toString(), "There is no field '" + field + "'", VALID);
            }
        });
        var from = date("from");
        var to = date("to");
        if (to != null && to.isAfter(yesterday)) {
            throw ProblemException.unprocessable(
                    "to", to.toString(), "The day " + to + " is not over", "a date up to " + yesterday);
        }
        var last = to == null ? yesterday : to;
        if (from != null && from.isAfter(last)) {
            throw ProblemException.unprocessable(
                    "from", from.toString(), "The day " + from + " is after " + last, "a date up to " + last);
        }
        return new CrawlRequest(coins(known), from, to, mode());
    }

    private List<String> coins(List<String> known) {
        var field = json.path("coins");
        if (isAbsent(field)) {
            return List.of();
        }
        if (!field.isArray() || field.isEmpty()) {
            throw malformed("coins", "no list of coins", VALID_COINS);
        }
        var coins = new ArrayList<String>();
        for (var coin : field) {
            if (!coin.isTextual()) {
                throw malformed("coins", "no list of coins", VALID_COINS);
            }
            if (!known.contains(coin.asText())) {
                throw ProblemException.unprocessable(
                        "coins",
                        coin.asText(),
                        "There is no coin '" + coin.asText() + "' here",
                        known.isEmpty() ? "none yet" : String.join(", ", known));
            }
            coins.add(coin.asText());
        }
        return coins.stream().distinct().toList();
    }

    private LocalDate date(String name) {
        var field = json.path(name);
        if (isAbsent(field)) {
            return null;
        }
        try {
            if (field.isTextual()) {
                return LocalDate.parse(field.asText());
            }
        } catch (DateTimeParseException e) {
            throw malformed(name, "no date", VALID_DATE);
        }
        throw malformed(name, "no date", VALID_DATE);
    }

    private CrawlMode mode() {
        var field = json.path("mode");
        if (isAbsent(field)) {
            return CrawlMode.RANGE;
        }
        return Arrays.stream(CrawlMode.values())
                .filter(mode -> mode.label().equals(field.asText()))
                .findFirst()
                .orElseThrow(() -> malformed("mode", "no mode", MODES));
    }

    private static boolean isAbsent(JsonNode field) {
        return field.isMissingNode() || field.isNull();
    }

    private ProblemException malformed(String name, String what, String valid) {
        var value = json.get(name);
        return ProblemException.badRequest(
                name,
                value.isTextual() ? value.asText() : value.toString(),
                "The field '" + name + "' is " + what,
                valid);
    }
}
