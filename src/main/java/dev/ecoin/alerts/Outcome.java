package dev.ecoin.alerts;

import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;

/**
 * What came of what a rule said of a coin.
 *
 * @param by the day that decides
 * @param cameTrue null while it is not known
 */
record Outcome(LocalDate by, Boolean cameTrue) {

    /** The price of a day, NaN if it is not known. */
    static double price(DailySeries prices, LocalDate day) {
        return day.isBefore(prices.start()) || day.isAfter(prices.end())
                ? Double.NaN
                : prices.value(Math.toIntExact(day.toEpochDay() - prices.start().toEpochDay()));
    }
}
