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
 * Refuses models whose forecasts leave a multiple of history. On logarithms a median may not fall below the smallest
 * value divided by the multiple nor rise above the largest times it, and a 95% limit not past the multiple's square; on
 * the plain scale the range of history, widened by that many times its length on either side, takes their place.
 *
 * <p>Where the widest limits are bounded, the series being daily prices, the medians are held to the same 365 days ahead, and
 * the 95% limits 90 and 365 days ahead must have a width, but no more than that many times the width of a random walk's whose
 * moves are of the history's own size ({@link DailyMoves}).
 *
 * @param horizon days ahead that are looked at, but no more than the series has, or 24
 * @param multiple of history that medians may reach, more than 1
 * @param widest multiple of a random walk's width, in logarithms, that limits may have; infinity if they are not daily prices'
 */
public record SanityGate(int horizon, double multiple, double widest) {

    /** A quarter of a year ahead, ten times history. */
    public static final SanityGate STANDARD = new SanityGate(90, 10);

    /**
     * The same with limits at most four times as wide as a random walk's. Models of coins have 0.4 to 1.6 times, daily changes
     * that remember 0.9 of the one before 3.8 times.
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

    /** A gate that does not look at the width of limits. */
    public SanityGate(int horizon, double multiple) {
        this(horizon, multiple, Double.POSITIVE_INFINITY);
    }

    /** Whether a model of a series may be used. */
    public boolean admits(FittedModel model, DailySeries series, Transform transform) {
        return fault(model, series, transform).isEmpty();
    }

    /** What is wrong with a model's forecasts, to go on after its name; empty if it may be used. */
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
