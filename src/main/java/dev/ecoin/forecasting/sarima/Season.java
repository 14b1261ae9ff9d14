package dev.ecoin.forecasting.sarima;

import java.util.Optional;

/**
 * A season that repeats exactly.
 *
 * @param period number of its steps, at least 2
 * @param change from each season to the next, 0 if they are all the same
 */
record Season(int period, double change) {

    /**
     * The season of a period if, up to rounding, every observation differs from that of the season before by the same
     * amount.
     *
     * @param values NaN where missing
     * @param seasons minimum number of seasons; every phase must be observed, with as many observations as that many
     *     seasons without gaps
     */
    static Optional<Season> of(double[] values, int period, int seasons) {
        if (period < 2) {
            return Optional.empty();
        }
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Double.isNaN(value) ? 0 : Math.abs(value));
        }
        var phases = new boolean[period];
        int missing = period;
        int pairs = 0;
        double change = Double.NaN;
        for (int t = 0; t < values.length; t++) {
            if (!Double.isNaN(values[t]) && !phases[t % period]) {
                phases[t % period] = true;
                missing--;
            }
            double difference = t < period ? Double.NaN : values[t] - values[t - period];
            if (Double.isNaN(difference)) {
                continue;
            }
            change = pairs == 0 ? difference : change;
            if (Math.abs(difference - change) > SarimaEstimator.ROUNDING * largest) {
                return Optional.empty();
            }
            pairs++;
        }
        boolean same = Math.abs(change) <= SarimaEstimator.ROUNDING * largest;
        return missing == 0 && pairs >= (seasons - 1) * period
                ? Optional.of(new Season(period, same ? 0 : change))
                : Optional.empty();
    }
}
