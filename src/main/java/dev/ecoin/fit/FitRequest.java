package dev.ecoin.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecoin.forecasting.sarima.Constant;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One line of input, checked.
 *
 * @param id as given
 * @param start of the first value, where values are daily; any day will do for steps of any length
 * @param values observations, NaN where missing
 * @param period steps in a season
 * @param order empty to select it automatically
 * @param constant of a given order
 * @param levels coverages in percent
 * @param calibrated whether intervals are calibrated instead of Gaussian
 */
public record FitRequest(
        JsonNode id,
        LocalDate start,
        double[] values,
        int period,
        Optional<SarimaOrder> order,
        Constant constant,
        Transform transform,
        int horizon,
        double[] levels,
        boolean calibrated) {

    private static final Set<String> FIELDS = Set.of(
            "id",
            "start",
            "values",
            "period",
            "order",
            "seasonal",
            "mean",
            "drift",
            "log",
            "horizon",
            "levels",
            "intervals");
    private static final String FINITE = "finite numbers and nulls";
    private static final String DATE = "a date such as 2026-01-31";
    private static final int ISO_DATE_LENGTH = 10;
    private static final String GAUSSIAN = "gaussian";
    private static final String CALIBRATED = "calibrated";
    private static final int DEFAULT_PERIOD = 7;
    private static final int DEFAULT_HORIZON = 24;
    private static final int MAX_HORIZON = 10_000;
    private static final double[] DEFAULT_LEVELS = {80, 95};

    /**
     * Reads a line.
     *
     * @throws InvalidSeriesException if something is wrong with it
     */
    public static FitRequest of(JsonNode line) {
        return of(line, Set.of());
    }

    /** @param further fields that are somebody else's */
    static FitRequest of(JsonNode line, Set<String> further) {
        if (!line.isObject()) {
            throw InvalidSeriesException.noObject(line);
        }
        var known = new TreeSet<>(FIELDS);
        known.addAll(further);
        var unknown = new TreeSet<String>();
        line.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw InvalidSeriesException.unknown(String.join(", ", unknown), String.join(", ", known));
        }
        var id = line.path("id");
        check(id.isTextual() || id.isNumber(), "id", id, "text or a number");
        var intervals = line.path("intervals");
        check(
                intervals.isMissingNode() || List.of(GAUSSIAN, CALIBRATED).contains(intervals.asText()),
                "intervals",
                intervals,
                "\"gaussian\" or \"calibrated\"");
        var period = integer(line, "period", DEFAULT_PERIOD, 1, SarimaOrder.MAX_PERIOD);
        var mean = flag(line, "mean");
        var drift = flag(line, "drift");
        check(!(mean && drift), "mean", line.path("mean"), "false where drift is true");
        return new FitRequest(
                id,
                start(line.path("start")),
                values(line.path("values")),
                period,
                order(line, period),
                mean ? Constant.MEAN : drift ? Constant.DRIFT : Constant.NONE,
                flag(line, "log") ? Transform.LOG : Transform.NONE,
                integer(line, "horizon", DEFAULT_HORIZON, 1, MAX_HORIZON),
                levels(line.path("levels")),
                intervals.asText().equals(CALIBRATED));
    }

    /**
     * The same of another series.
     *
     * @param otherValues NaN where missing
     * @throws InvalidSeriesException if one is infinite
     */
    public FitRequest of(JsonNode otherId, LocalDate otherStart, double... otherValues) {
        check(Arrays.stream(otherValues).noneMatch(Double::isInfinite), "values", null, FINITE);
        return new FitRequest(
                otherId, otherStart, otherValues, period, order, constant, transform, horizon, levels, calibrated);
    }

    /**
     * What fits it.
     *
     * @throws IllegalArgumentException if the order does not identify the constant
     */
    public SarimaForecaster forecaster() {
        var forecaster = order.map(given -> SarimaForecaster.of(given).with(constant))
                .orElseGet(() -> SarimaForecaster.automatic(period))
                .on(transform);
        return calibrated ? forecaster.calibratedIntervals() : forecaster;
    }

    private static LocalDate start(JsonNode node) {
        if (node.isMissingNode()) {
            return LocalDate.EPOCH;
        }
        check(node.isTextual() && node.textValue().length() == ISO_DATE_LENGTH, "start", node, DATE);
        try {
            return LocalDate.parse(node.textValue());
        } catch (DateTimeParseException e) {
            throw InvalidSeriesException.field("start", node, DATE);
        }
    }

    private static Optional<SarimaOrder> order(JsonNode line, int period) {
        var order = line.path("order");
        var seasonal = lags(line.path("seasonal"), "seasonal", "three whole numbers [P,D,Q]");
        if (order.isMissingNode() || order.asText().equals("auto")) {
            return Optional.empty();
        }
        var ordinary = lags(order, "order", "\"auto\" or three whole numbers [p,d,q]");
        try {
            return Optional.of(new SarimaOrder(
                    ordinary.get(0),
                    ordinary.get(1),
                    ordinary.get(2),
                    seasonal.get(0),
                    seasonal.get(1),
                    seasonal.get(2),
                    period));
        } catch (IllegalArgumentException e) {
            throw InvalidSeriesException.combination("order", order, "an order within these bounds", e);
        }
    }

    private static List<Integer> lags(JsonNode node, String field, String expected) {
        if (node.isMissingNode()) {
            return List.of(0, 0, 0);
        }
        check(
                node.isArray() && node.size() == 3 && elements(node).allMatch(JsonNode::canConvertToInt),
                field,
                node,
                expected);
        check(elements(node).allMatch(JsonNode::isIntegralNumber), field, node, expected);
        return elements(node).map(JsonNode::intValue).toList();
    }

    private static double[] values(JsonNode node) {
        check(node.isArray(), "values", node, "an array of numbers and nulls");
        elements(node)
                .filter(value -> !value.isNull() && !isFinite(value))
                .findFirst()
                .ifPresent(value -> check(false, "values", value, FINITE));
        return elements(node)
                .mapToDouble(value -> value.isNull() ? Double.NaN : value.doubleValue())
                .toArray();
    }

    private static double[] levels(JsonNode node) {
        if (node.isMissingNode()) {
            return DEFAULT_LEVELS.clone();
        }
        var expected = "an array of numbers between 0 and 100";
        check(node.isArray(), "levels", node, expected);
        check(
                elements(node)
                        .allMatch(level -> isFinite(level) && level.doubleValue() > 0 && level.doubleValue() < 100),
                "levels",
                node,
                expected);
        return elements(node).mapToDouble(JsonNode::doubleValue).toArray();
    }

    static int integer(JsonNode line, String field, int fallback, int min, int max) {
        var node = line.path(field);
        if (node.isMissingNode()) {
            return fallback;
        }
        check(
                node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= min && node.intValue() <= max,
                field,
                node,
                "a whole number from " + min + " to " + max);
        return node.intValue();
    }

    static boolean flag(JsonNode line, String field) {
        var node = line.path(field);
        check(node.isMissingNode() || node.isBoolean(), field, node, "true or false");
        return node.asBoolean(false);
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void check(boolean valid, String field, JsonNode value, String expected) {
        if (!valid) {
            throw InvalidSeriesException.field(field, value, expected);
        }
    }
}
