package dev.ecoin.forecasting.sarima;

/**
 * How often to difference, by the conventions of {@code forecast::auto.arima} (Hyndman and Khandakar 2008): seasonally
 * once if the season is strong, then ordinarily as long as the KPSS test rejects a constant level.
 */
final class Differencing {

    /** Seasons stronger than this are differenced (Hyndman and Athanasopoulos 2021, ch. 9.1). */
    static final double STRONG_SEASON = 0.64;

    /** 5% point of the KPSS level statistic (Kwiatkowski, Phillips, Schmidt and Shin 1992, table 1). */
    static final double FIVE_PERCENT = 0.463;

    /** 1% point of the same. */
    static final double ONE_PERCENT = 0.739;

    private Differencing() {}

    /** Seasonal differences, 0 or 1; nothing missing. */
    static int seasonal(double[] values, int period) {
        return period > 1
                        && values.length > 2 * period
                        && !constant(values)
                        && SeasonalStrength.of(values, period) > STRONG_SEASON
                ? 1
                : 0;
    }

    /**
     * Ordinary differences of a series already differenced seasonally.
     *
     * @param values nothing missing
     * @param largest bound on the differences
     * @param second what the statistic must exceed for differences after the first
     */
    static int ordinary(double[] values, int largest, double second) {
        double[] current = values;
        int d = 0;
        while (d < largest
                && current.length > 3
                && !constant(current)
                && kpss(current) > (d == 0 ? FIVE_PERCENT : second)) {
            current = ArmaPolynomials.difference(current, SarimaOrder.of(0, 1, 0));
            d++;
        }
        return d;
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
