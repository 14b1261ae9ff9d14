package dev.ecoin.forecasting.sarima;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Selects the number of differences by the conventions of {@code forecast::auto.arima} (Hyndman and Khandakar 2008):
 * one seasonal difference if the season is strong, then ordinary differences as long as the KPSS test rejects a
 * constant level.
 */
final class Differencing {

    /** Seasons stronger than this are differenced (Hyndman and Athanasopoulos 2021, ch. 9.1). */
    static final double STRONG_SEASON = 0.64;

    /** 5% point of the KPSS level statistic (Kwiatkowski, Phillips, Schmidt and Shin 1992, table 1). */
    static final double FIVE_PERCENT = 0.463;

    /** 1% point of the KPSS level statistic (same table). */
    static final double ONE_PERCENT = 0.739;

    /** 0.1% point of the KPSS level statistic, a Cramer-von Mises distribution (Anderson and Darling 1952, table 1). */
    static final double TENTH_OF_A_PERCENT = 1.168;

    private Differencing() {}

    /**
     * Number of seasonal differences, 0 or 1. It is 0 if fewer than half of the steps, or of two seasons, are observed,
     * because the season of interpolated values is the season of the gaps.
     *
     * @param filled the values, interpolated where missing
     * @param present number of observed values
     */
    static int seasonal(double[] filled, int present, int period) {
        return period > 1
                        && present > 2 * period
                        && 2 * present >= filled.length
                        && !constant(filled)
                        && SeasonalStrength.of(filled, period) > STRONG_SEASON
                ? 1
                : 0;
    }

    /**
     * Number of ordinary differences of a series that is already seasonally differenced. Missing values are not
     * interpolated: the test of the level uses the observed values, the test of the slope {@link #changes}. If fewer
     * than half are observed, no autoregression can be estimated from step to step; autocorrelated values are then
     * differenced.
     *
     * @param values NaN where missing
     * @param largest upper bound on the number of differences
     * @param second critical value of the statistic for a second difference
     */
    static int ordinary(double[] values, int largest, double second) {
        double[] observed = observed(values);
        boolean once = drifts(observed, FIVE_PERCENT) || 2 * observed.length < values.length && remember(observed);
        if (largest == 0 || !once) {
            return 0;
        }
        return largest > 1 && drifts(changes(values), second) ? 2 : 1;
    }

    /** Whether the lag-1 autocorrelation exceeds two of its standard errors. */
    private static boolean remember(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double product = 0;
        double square = 0;
        for (int t = 0; t < values.length; t++) {
            square += (values[t] - mean) * (values[t] - mean);
            product += t > 0 ? (values[t] - mean) * (values[t - 1] - mean) : 0;
        }
        return product > 2 / Math.sqrt(values.length) * square;
    }

    private static boolean drifts(double[] values, double critical) {
        return values.length > 3 && !constant(values) && kpss(values) > critical;
    }

    private static double[] observed(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    /**
     * Changes from each observation to the next. Under a random walk with drift b, the change over a gap of k steps is
     * k b plus noise with k times a step's variance. With unequal gaps, the series with a constant level is therefore
     * (change - k b) / sqrt(k), with b the mean change per step.
     */
    private static double[] changes(double[] values) {
        int[] at = IntStream.range(0, values.length)
                .filter(t -> !Double.isNaN(values[t]))
                .toArray();
        int n = at.length - 1;
        boolean even = IntStream.range(1, n).allMatch(i -> at[i + 1] - at[i] == at[1] - at[0]);
        double drift = even ? 0 : (values[at[n]] - values[at[0]]) / (at[n] - at[0]);
        var changes = new double[n];
        for (int i = 0; i < n; i++) {
            double gap = at[i + 1] - at[i];
            changes[i] = (values[at[i + 1]] - values[at[i]] - gap * drift) / Math.sqrt(even ? 1 : gap);
        }
        return changes;
    }

    /** KPSS statistic for a constant level with Bartlett weights up to lag 3 sqrt(n) / 13. */
    static double kpss(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        var residual = new double[n];
        double partial = 0;
        double squares = 0;
        double numerator = 0;
        for (int t = 0; t < n; t++) {
            residual[t] = values[t] - mean;
            partial += residual[t];
            numerator += partial * partial;
            squares += residual[t] * residual[t];
        }
        int lags = (int) (3 * Math.sqrt(n) / 13);
        double variance = squares;
        for (int lag = 1; lag <= lags; lag++) {
            variance += 2 * (1 - lag / (lags + 1.0)) * LaggedProducts.product(residual, residual, lag, lag, n);
        }
        return numerator / n / variance;
    }

    private static boolean constant(double[] values) {
        double largest = 0;
        double spread = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
            spread = Math.max(spread, Math.abs(value - values[0]));
        }
        return !(spread > SarimaEstimator.ROUNDING * largest);
    }
}
