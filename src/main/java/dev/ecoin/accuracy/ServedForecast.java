package dev.ecoin.accuracy;

import java.time.LocalDate;

/**
 * A row of the table {@code served_forecast} whose day has arrived.
 *
 * @param horizon days after the origin
 * @param levels coverage in percent of the intervals in {@code lower} and {@code upper}; arrays are shared
 * @param naive price of the origin
 * @param price actual price of the forecast day
 */
record ServedForecast(
        LocalDate origin,
        int horizon,
        double median,
        double[] levels,
        double[] lower,
        double[] upper,
        double naive,
        double price) {

    LocalDate day() {
        return origin.plusDays(horizon);
    }

    double error() {
        return Math.abs(price - median);
    }

    double naiveError() {
        return Math.abs(price - naive);
    }

    /** Error relative to the mean of price and forecast, in percent. */
    double symmetricPercentage() {
        return percentage(error(), median);
    }

    double naiveSymmetricPercentage() {
        return percentage(naiveError(), naive);
    }

    boolean covered(int level) {
        return lower[level] <= price && price <= upper[level];
    }

    private double percentage(double error, double forecast) {
        return 200 * error / (price + forecast);
    }
}
