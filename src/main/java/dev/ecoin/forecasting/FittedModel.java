package dev.ecoin.forecasting;

import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import java.nio.ByteBuffer;
import java.time.LocalDate;

/**
 * A model whose parameters are estimated and whose state stands at its origin: it forecasts, and it tells of itself whatever
 * is stored, shown or measured of it. Immutable.
 */
public interface FittedModel {

    /** Day of the last observation; forecasts start the day after. */
    LocalDate origin();

    /**
     * Forecasts the days after the origin.
     *
     * @param horizon number of days, at least 1
     * @param levels coverage of the prediction intervals in percent, each strictly between 0 and 100; none gives points
     *     only, at less cost
     * @return medians and limits in the units of the fitted series
     * @throws IllegalArgumentException if horizon or a level is out of range
     */
    Forecast forecast(int horizon, double... levels);

    /**
     * The distribution of the value on one day after the origin, from which the intervals of {@link #forecast} are cut.
     *
     * @param daysAhead 1 for the day after the origin
     * @throws IllegalArgumentException if daysAhead is less than 1
     */
    ForecastDistribution distribution(int daysAhead);

    /** How far values may fall from the medians. */
    Intervals intervals();

    /**
     * Standard errors of the next values under the model, on the scale of the fit.
     *
     * @throws IllegalArgumentException if the horizon is less than 1
     */
    double[] standardError(int horizon);

    /**
     * Effects of a one-step error on the values 0, 1, .. days later, on the scale that the model works on: 1 throughout for
     * a random walk.
     *
     * @param horizon number of days, at least 1
     * @throws IllegalArgumentException if the horizon is out of range
     */
    double[] responses(int horizon);

    /**
     * Moves the state over newer observations; parameters stay as estimated.
     *
     * @param newer days strictly after the origin; days between are missing
     * @return a model whose origin is the last day of {@code newer}
     * @throws dev.ecoin.forecasting.series.SeriesException if the days are not after the origin or a value is not
     *     admitted by the model
     */
    FittedModel advance(DailySeries newer);

    /** Whether its forecasts or limits leave what history allows, and it is used all the same because somebody wants it. */
    default boolean isOutsideGate() {
        return false;
    }

    /**
     * What the model says of each day of a series from the days before it, its parameters as estimated.
     *
     * @param history days up to the origin or beyond, usually those the model was fitted to
     * @return one forecast for each day of the series, also for missing ones; not known for the first days, as many as
     *     it takes to determine the model's state
     * @throws dev.ecoin.forecasting.series.SeriesException if a value is not admitted by the model
     */
    OneStepForecasts oneStep(DailySeries history);

    /** What fits the same order, with its constant and on its scale, to other days: the order is measured by it. */
    Forecaster forecaster();

    /** What is known of it. {@code series} is what it was fitted to. */
    ModelDescription describe(DailySeries series);

    /** Why its forecasts look as they do. */
    ModelNotes notes();

    ModelFamily family();

    /** Appends all its fields in big-endian order, numbers bit for bit, for {@link ModelFamily#read}. */
    void write(ByteBuffer fields);
}
