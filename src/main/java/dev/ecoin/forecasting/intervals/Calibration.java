package dev.ecoin.forecasting.intervals;

import java.util.List;

/**
 * How a model's intervals were calibrated.
 *
 * @param method the one chosen
 * @param innovations of the model in the training series, as many as there were observations to predict
 * @param longestHorizon steps ahead whose quantiles come from the series' own errors; beyond it those of the longest go on
 *     with the growth usual for daily prices
 * @param trials what each method scored on the newer half of the errors when calibrated on the older half; empty if there
 *     were too few to tell, and then the method is the usual one
 */
public record Calibration(Method method, int innovations, int longestHorizon, List<Trial> trials) {

    /**
     * Scores of a method, over steps of up to two weeks ahead.
     *
     * @param coverage80 errors within the 80% limits, in percent
     * @param coverage95 errors within the 95% limits, in percent
     * @param score mean interval score of both levels relative to that of GAUSSIAN; lower is better
     */
    public record Trial(Method method, double coverage80, double coverage95, double score) {}

    public Calibration {
        trials = List.copyOf(trials);
    }
}
