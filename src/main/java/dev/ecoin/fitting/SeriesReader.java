package dev.ecoin.fitting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ecoin.fit.BacktestRequest;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.fit.InvalidSeriesException;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the series of a body, within bounds on memory and work; a problem names the series and the value at fault. */
final class SeriesReader {

    static final int MOST_SERIES = 50;
    static final int MOST_VALUES = 5_000;
    static final int LONGEST_HORIZON = 365;
    static final int MOST_LEVELS = 10;
    static final int MOST_REFITS = 100;

    /** Of a polynomial, two years of days: matrices have its square. */
    static final int HIGHEST_DEGREE = 750;

    /** Every value is one; the rest is for names, orders and levels. */
    private static final long MOST_TOKENS = (long) MOST_SERIES * (MOST_VALUES + 100);

    private static final int DEEPEST = 5;

    private final ObjectReader json = JsonMapper.builder(JsonFactory.builder()
                    // Names that anybody sends are not to be kept.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    /**
     * The request in a body.
     *
     * @param layout in which to answer
     */
    record Asked<T>(List<T> series, Layout layout) {}

    /** One series in a list or alone. */
    private record Place(int index, Layout layout, JsonNode id) {

        String field(String name) {
            var field = name == null ? "" : name;
            return layout == Layout.ONE
                    ? (field.isEmpty() ? "body" : field)
                    : "[" + index + "]" + (field.isEmpty() ? "" : "." + field);
        }

        /** Such as "Series 3 ("btc"): ", or nothing where there is one. */
        String named() {
            return layout == Layout.ONE
                    ? ""
                    : "Series " + (index + 1)
                            + (id.isValueNode() ? " (" + ProblemException.shortened(id.toString()) + ")" : "") + ": ";
        }

        ProblemException unprocessable(String name, String value, String what, String valid) {
            return ProblemException.unprocessable(field(name), value, named() + what, valid);
        }
    }

    Asked<FitRequest> fits(InputStream body, boolean lines) {
        return read(body, lines, FitRequest::of, SeriesReader::requireBounded);
    }

    Asked<BacktestRequest> backtests(InputStream body, boolean lines) {
        return read(body, lines, BacktestRequest::of, (place, request) -> {
            requireBounded(place, request.series());
            var origins = request.origins();
            if (origins.refit() && origins.windows() > MOST_REFITS) {
                throw place.unprocessable(
                        "windows",
                        String.valueOf(origins.windows()),
                        "The field 'windows' is " + origins.windows() + " with refit",
                        "up to " + MOST_REFITS);
            }
        });
    }

    @FunctionalInterface
    private interface Bounds<T> {
        void require(Place place, T request);
    }

    private <T> Asked<T> read(InputStream body, boolean lines, Function<JsonNode, T> of, Bounds<T> bounds) {
        try (var parser = json.createParser(body)) {
            var first = parser.nextToken();
            if (first == null) {
                throw ProblemException.badRequest("body", null, "The body is empty", "a series with id and values");
            }
            var layout = lines ? Layout.LINES : first == JsonToken.START_ARRAY ? Layout.LIST : Layout.ONE;
            var series = new ArrayList<T>();
            var token = layout == Layout.LIST ? parser.nextToken() : first;
            while (token != null && token != JsonToken.END_ARRAY) {
                if (series.size() == MOST_SERIES) {
                    throw ProblemException.unprocessable(
                            "body", null, "The body has more than " + MOST_SERIES + " series", "up to " + MOST_SERIES);
                }
                series.add(one(
                        parser.readValueAsTree(),
                        new Place(series.size(), layout, MissingNode.getInstance()),
                        of,
                        bounds));
                token = layout == Layout.ONE ? null : parser.nextToken();
            }
            if (layout != Layout.LINES && parser.nextToken() != null) {
                throw ProblemException.badRequest(
                        "body",
                        null,
                        "The body goes on after its end",
                        "one series, an array of series, or lines as application/x-ndjson");
            }
            if (series.isEmpty()) {
                throw ProblemException.badRequest("body", "[]", "The body has no series", "1 to " + MOST_SERIES);
            }
            return new Asked<>(List.copyOf(series), layout);
        } catch (StreamConstraintsException e) {
            throw ProblemException.unprocessable(
                    "body",
                    null,
                    "The body holds more than it may",
                    "up to " + MOST_SERIES + " series of up to " + MOST_VALUES + " values");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw ProblemException.badRequest(
                    "body",
                    null,
                    "The body is not JSON, or repeats a field, at line " + at.getLineNr() + ", column "
                            + at.getColumnNr(),
                    "one series, an array of series, or lines as application/x-ndjson");
        } catch (IOException e) {
            throw ProblemException.badRequest(
                    "body", null, "The body broke off", "as many bytes as Content-Length says");
        }
    }

    private static <T> T one(JsonNode node, Place nowhere, Function<JsonNode, T> of, Bounds<T> bounds) {
        var place = new Place(nowhere.index(), nowhere.layout(), node.path("id"));
        try {
            var request = of.apply(node);
            bounds.require(place, request);
            return request;
        } catch (InvalidSeriesException e) {
            throw ProblemException.badRequest(place.field(e.field()), e.value(), place.named() + e.what(), e.valid());
        }
    }

    private static void requireBounded(Place place, FitRequest request) {
        requireAtMost(place, "values", request.values().length, MOST_VALUES, "holds", " values");
        requireAtMost(place, "levels", request.levels().length, MOST_LEVELS, "holds", " levels");
        requireAtMost(place, "horizon", request.horizon(), LONGEST_HORIZON, "is", " steps");
        request.order().ifPresent(order -> requireLowDegree(place, order));
        try {
            request.forecaster();
        } catch (IllegalArgumentException e) {
            throw place.unprocessable(
                    "order",
                    request.order().map(SarimaOrder::toString).orElse(null),
                    e.getMessage(),
                    "mean without differences, drift with one");
        }
    }

    private static void requireAtMost(Place place, String field, int value, int most, String verb, String unit) {
        if (value > most) {
            throw place.unprocessable(
                    field,
                    String.valueOf(value),
                    "The field '" + field + "' " + verb + " " + value + unit,
                    "up to " + most);
        }
    }

    private static void requireLowDegree(Place place, SarimaOrder order) {
        var degree = Math.max(order.p() + order.P() * order.period(), order.q() + order.Q() * order.period());
        if (degree > HIGHEST_DEGREE) {
            throw place.unprocessable(
                    "order",
                    order.toString(),
                    "The order " + order + " has a lag of " + degree,
                    "lags p + P times period, and q + Q times period, up to " + HIGHEST_DEGREE);
        }
    }
}
