package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.decomposition.Stl;

/**
 * Share of a detrended series that its season explains, between 0 and 1, by an STL decomposition with a seasonal window
 * of 11 and no robustness; {@code forecast::nsdiffs} decides on seasonal differencing by it.
 */
final class SeasonalStrength {

    private static final int SEASONAL_WINDOW = 11;

    private SeasonalStrength() {}

    /**
     * Strength of a season.
     *
     * @param values without missing values, more than two periods
     * @param period at least 2
     */
    static double of(double[] values, int period) {
        return new Stl(period, SEASONAL_WINDOW, false).decompose(values).seasonalStrength();
    }
}
