package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.baseline.DailyMoves;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Rejects models with implausible forecasts. On the log scale, a median must not be below the smallest value divided by
 * the multiple or above the largest value times it, and a 95% limit must stay within the square of the multiple. On the
 * plain scale, the bound is the range of history, extended on either side by the multiple of its length.
 *
 * <p>If {@code widest} is finite, as for daily prices, medians must also meet that bound 365 days ahead. The 95% limits
 * 90 and 365 days ahead must then have a positive width of at most {@code widest} times that of a random walk whose
 * moves have the size of the history's ({@link DailyMoves}).
 *
 * @param horizon number of days ahead to check, but at most the length of the series, or 24 if that is longer
 * @param multiple of history that medians may reach, more than 1
 * @param widest multiple of a random walk's width, on the log scale, that limits may have; infinity unless for daily
 *     prices
 */
public record SanityGate(int horizon, double multiple, double widest) {

    /** A quarter of a year ahead, ten times history. */
    public static final SanityGate STANDARD = new SanityGate(90, 10);

    /**
     * The same with limits at most four times as wide as a random walk's. Models of coins have 0.4 to 1.6 times its
     * width; daily changes with an autocorrelation of 0.9 have 3.8 times.
     */
    public static final SanityGate DAILY_PRICES = new SanityGate(90, 10, 4);

    private static final double LEVEL = 95;
    private static final double DEVIATE = 1.96;
    private static final int LEAST = 24;
    private static final int[] FAR = {90, 365};

    public SanityGate {
        if (horizon < 1 || !(multiple > 1) || !(widest > 1)) {
            throw new IllegalArgumentException("horizon must be at least 1 and the multiples more than 1");
        }
    }

    /** A gate that does not check the width of limits. */
    public SanityGate(int horizon, double multiple) {
        this(horizon, multiple, Double.POSITIVE_INFINITY);
    }

    /** Whether a model passes the gate. */
    public boolean admits(FittedModel model, DailySeries series, Transform transform) {
        return fault(model, series, transform).isEmpty();
    }

    /** Why a model fails the gate, as text that follows the model's name; empty if it passes. */
    public Optional<String> fault(FittedModel model, DailySeries series, Transform transform) {
        double[] observed = Arrays.stream(series.values())
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double smallest = Arrays.stream(observed).min().orElseThrow();
        double largest = Arrays.stream(observed).max().orElseThrow();
        int ahead = Math.min(horizon, Math.max(LEAST, series.size()));
        boolean looksFar = widest < Double.POSITIVE_INFINITY && smallest < largest;
        Forecast forecast = model.forecast(looksFar ? Math.max(ahead, FAR[FAR.length - 1]) : ahead, LEVEL);
        for (int h = 0; h < ahead; h++) {
            if (!within(forecast.median(h), forecast.median(h), smallest, largest, multiple, transform)
                    || !within(
                            forecast.lower(0, h),
                            forecast.upper(0, h),
                            smallest,
                            largest,
                            multiple * multiple,
                            transform)) {
                return Optional.of(
                        String.format(Locale.ROOT, "leaves %.0f times history within %d days", multiple, horizon));
            }
        }
        return looksFar
                ? farFault(forecast, transform.apply(series.values()), smallest, largest, transform)
                : Optional.empty();
    }

    private Optional<String> farFault(
            Forecast forecast, double[] values, double smallest, double largest, Transform transform) {
        double size = DailyMoves.size(values);
        for (int days : FAR) {
            int h = days - 1;
            if (!within(forecast.median(h), forecast.median(h), smallest, largest, multiple, transform)) {
                return Optional.of(
                        String.format(Locale.ROOT, "leaves %.0f times history within %d days", multiple, days));
            }
            double width = (transform.apply(forecast.upper(0, h)) - transform.apply(forecast.lower(0, h))) / 2;
            double walk = DEVIATE * size * Math.sqrt(days);
            if (!(width > SarimaEstimator.ROUNDING * walk)) {
                return Optional.of("has 95% limits without width " + days + " days ahead");
            }
            if (width > widest * walk) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "has 95%% limits %d days ahead that are %.1f times as wide as history's own moves allow, more than"
                                + " %.0f",
                        days,
                        width / walk,
                        widest));
            }
        }
        return Optional.empty();
    }

    private static boolean within(
            double low, double high, double smallest, double largest, double times, Transform transform) {
        return switch (transform) {
            case LOG -> low >= smallest / times && high <= largest * times;
            case NONE -> {
                double reach = times * Math.max(largest - smallest, Math.abs(largest) * 1e-9);
                yield low >= smallest - reach && high <= largest + reach;
            }
        };
    }
}
