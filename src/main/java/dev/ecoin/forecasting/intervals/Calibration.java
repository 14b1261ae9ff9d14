package dev.ecoin.forecasting.intervals;

import java.util.List;

/**
 * How a model's intervals were calibrated.
 *
 * @param method the selected method
 * @param innovations number of innovations of the model in the training series, one per predictable observation
 * @param longestHorizon the longest horizon with quantiles from the series' own errors; beyond it, they grow as is
 *     usual for daily prices
 * @param trials scores of each method on the newer half of the errors when calibrated on the older half; empty if there
 *     were too few errors, and then the method is the default
 */
public record Calibration(Method method, int innovations, int longestHorizon, List<Trial> trials) {

    /**
     * Scores of a method for horizons of up to two weeks.
     *
     * @param coverage80 share of errors within the 80% limits, in percent
     * @param coverage95 share of errors within the 95% limits, in percent
     * @param score mean interval score of both levels relative to that of GAUSSIAN; lower is better
     */
    public record Trial(Method method, double coverage80, double coverage95, double score) {}

    public Calibration {
        trials = List.copyOf(trials);
    }
}
