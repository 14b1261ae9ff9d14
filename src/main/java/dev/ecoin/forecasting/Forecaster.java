package dev.ecoin.forecasting;

import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;

/** A model family together with its settings. Implementations are immutable and safe to share between threads. */
public interface Forecaster {

    /**
     * Estimates a model from a series.
     *
     * @param series daily values; what is admitted (sign, length, gaps) is the family's to say
     * @return the fitted model, its origin at the series' last day
     * @throws dev.ecoin.forecasting.series.SeriesException if no model of this family, nor a fallback, can be fitted
     */
    FittedModel fit(DailySeries series);

    /** The same, which calibrates intervals by what a pool of series tells; itself if it does not calibrate any. */
    default Forecaster with(Pool pool) {
        return this;
    }
}
