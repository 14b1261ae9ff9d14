package dev.ecoin.forecasting;

import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import java.nio.ByteBuffer;
import java.time.LocalDate;

/**
 * A model with estimated parameters and the state at its origin. It forecasts, and it supplies everything about itself
 * that the service stores, displays or measures. Immutable.
 */
public interface FittedModel {

    /** Day of the last observation; forecasts start the day after. */
    LocalDate origin();

    /**
     * Forecasts the days after the origin.
     *
     * @param horizon number of days, at least 1
     * @param levels coverage of the prediction intervals in percent, each strictly between 0 and 100; pass none for
     *     medians only, which is faster
     * @return medians and limits in the units of the fitted series
     * @throws IllegalArgumentException if horizon or a level is out of range
     */
    Forecast forecast(int horizon, double... levels);

    /**
     * Distribution of the value on one day after the origin. The intervals of {@link #forecast} are its quantiles.
     *
     * @param daysAhead 1 for the day after the origin
     * @throws IllegalArgumentException if daysAhead is less than 1
     */
    ForecastDistribution distribution(int daysAhead);

    /** The intervals around the medians, and how they are calibrated. */
    Intervals intervals();

    /**
     * Standard errors of the forecasts under the model, on the scale of the fit.
     *
     * @throws IllegalArgumentException if the horizon is less than 1
     */
    double[] standardError(int horizon);

    /**
     * Impulse responses: the effect of a one-step error on the values 0, 1, .. days later, on the scale of the fit. All
     * are 1 for a random walk.
     *
     * @param horizon number of days, at least 1
     * @throws IllegalArgumentException if the horizon is out of range
     */
    double[] responses(int horizon);

    /**
     * Advances the state over newer observations without re-estimating the parameters.
     *
     * @param newer days strictly after the origin; any days between the origin and its start count as missing
     * @return a model whose origin is the last day of {@code newer}
     * @throws dev.ecoin.forecasting.series.SeriesException if the days are not after the origin or the model does not
     *     accept a value
     */
    FittedModel advance(DailySeries newer);

    /**
     * Whether the forecasts or limits are outside the plausible range, and a user overrode the gate to keep the model.
     */
    default boolean isOutsideGate() {
        return false;
    }

    /**
     * One-step-ahead forecasts of each day of a series, with the parameters as estimated.
     *
     * @param history days up to the origin or beyond, usually those the model was fitted to
     * @return one forecast for each day of the series, missing days included; unknown for the first days, until the
     *     model's state is determined
     * @throws dev.ecoin.forecasting.series.SeriesException if the model does not accept a value
     */
    OneStepForecasts oneStep(DailySeries history);

    /**
     * Fits the same order, with the same constant and scale, to other days, so that backtests measure this
     * specification.
     */
    Forecaster forecaster();

    /** Describes the model; {@code series} is the one it was fitted to. */
    ModelDescription describe(DailySeries series);

    /** Explanations of why the forecasts look as they do. */
    ModelNotes notes();

    ModelFamily family();

    /** Appends all fields for {@link ModelFamily#read}: big-endian, numbers bit for bit. */
    void write(ByteBuffer fields);
}
