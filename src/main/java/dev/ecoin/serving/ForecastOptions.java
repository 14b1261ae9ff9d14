package dev.ecoin.serving;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * Options of a forecast.
 *
 * @param to last day, null if a horizon was given
 * @param horizon number of days, null if a last day was given
 * @param levels of the prediction intervals in percent, ascending, without trailing zeros
 */
public record ForecastOptions(LocalDate to, Integer horizon, List<BigDecimal> levels) {

    static final int DEFAULT_HORIZON = 30;
    static final int MOST_LEVELS = 10;

    private static final List<BigDecimal> DEFAULT_LEVELS = List.of(BigDecimal.valueOf(80), BigDecimal.valueOf(95));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String VALID_LEVELS = "up to " + MOST_LEVELS
            + " percentages above 0 and below 100 with up to 3 decimals, such as 80,95, or nothing for prices alone";

    /**
     * Parses the parameters.
     *
     * @param level comma-separated; null if the parameter is missing, which differs from an empty one
     * @throws ProblemException with status 400 for malformed values, 422 for values outside their range
     */
    public static ForecastOptions read(String to, String horizon, String level, int maxHorizon) {
        if (to != null && horizon != null) {
            throw ProblemException.badRequest(
                    "horizon",
                    horizon,
                    "The parameters 'horizon' and 'to' exclude each other",
                    "one of them, or neither for " + DEFAULT_HORIZON + " days");
        }
        var last = Parameters.optionalDate("to", to);
        return new ForecastOptions(last, last == null ? horizon(horizon, maxHorizon) : null, levels(level));
    }

    /**
     * Number of days to forecast from an origin.
     *
     * @param parameter name of the parameter with the last day
     * @throws ProblemException with status 422 if the last day is not after the origin, or too far after it
     */
    public int steps(LocalDate origin, String parameter, int maxHorizon) {
        if (to == null) {
            return horizon;
        }
        var steps = ChronoUnit.DAYS.between(origin, to);
        if (steps < 1 || steps > maxHorizon) {
            throw ProblemException.unprocessable(
                    parameter,
                    to.toString(),
                    steps < 1
                            ? "The date " + to + " is not after the model's last observation on " + origin
                            : "The date " + to + " is " + steps + " days after the model's last observation on "
                                    + origin,
                    "a date from " + origin.plusDays(1) + " to " + origin.plusDays(maxHorizon));
        }
        return (int) steps;
    }

    private static int horizon(String text, int maxHorizon) {
        if (text == null) {
            return Math.min(DEFAULT_HORIZON, maxHorizon);
        }
        var valid = "a whole number from 1 to " + maxHorizon;
        if (!text.matches("[0-9]{1,9}")) {
            throw ProblemException.badRequest(
                    "horizon", text, "The parameter 'horizon' is not a number of days", valid);
        }
        var horizon = Integer.parseInt(text);
        if (horizon < 1 || horizon > maxHorizon) {
            throw ProblemException.unprocessable("horizon", text, "The horizon is " + horizon + " days", valid);
        }
        return horizon;
    }

    private static List<BigDecimal> levels(String text) {
        if (text == null) {
            return DEFAULT_LEVELS;
        }
        if (text.isBlank()) {
            return List.of();
        }
        var parts = text.split(",", -1);
        if (parts.length > MOST_LEVELS) {
            throw ProblemException.unprocessable("level", text, parts.length + " levels are too many", VALID_LEVELS);
        }
        return Arrays.stream(parts)
                .map(part -> level(part.strip()))
                .distinct()
                .sorted()
                .toList();
    }

    private static BigDecimal level(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
            throw ProblemException.badRequest(
                    "level", text, "The level '" + text + "' is not a percentage", VALID_LEVELS);
        }
        var level = new BigDecimal(text);
        if (level.signum() == 0 || level.compareTo(HUNDRED) >= 0) {
            throw ProblemException.unprocessable(
                    "level", text, "The level '" + text + "' is not between 0 and 100", VALID_LEVELS);
        }
        // 80.0 equals 80, and 80 must not become 8E+1.
        return level.stripTrailingZeros()
                .setScale(Math.max(0, level.stripTrailingZeros().scale()));
    }

    public double[] coverage() {
        return levels.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }
}
