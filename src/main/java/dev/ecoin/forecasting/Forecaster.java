package dev.ecoin.forecasting;

import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;

/** A model family together with its settings. Implementations are immutable and safe to share between threads. */
public interface Forecaster {

    /**
     * Estimates a model from a series.
     *
     * @param series daily values; each family defines which values, lengths and gaps it accepts
     * @return the fitted model, with its origin at the last day of the series
     * @throws dev.ecoin.forecasting.series.SeriesException if neither a model of this family nor a fallback can be
     *     fitted
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
     */
    FittedModel fit(DailySeries series);

    /**
     * The same forecaster with intervals calibrated by a pool of series; this one if it does not calibrate intervals.
     */
    default Forecaster with(Pool pool) {
        return this;
    }
}
