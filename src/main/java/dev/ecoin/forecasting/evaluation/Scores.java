package dev.ecoin.forecasting.evaluation;

import java.util.List;

/**
 * Errors of forecasts against what came, in the units of the series unless said otherwise. NaN where nothing could be
 * scored. Scaled errors divide by the mean absolute difference at the lag of the period over the days that were trained
 * on (Hyndman and Koehler 2006); they are NaN if those do not vary.
 *
 * @param forecasts how many were scored; days without a value are skipped
 * @param mae mean absolute error of the median
 * @param rmse root mean squared error of the median
 * @param smape mean of 200 |y - f| / (|y| + |f|), in percent
 * @param mase mean absolute scaled error of the median
 * @param intervals one for each level of the plan, in its order
 */
public record Scores(int forecasts, double mae, double rmse, double smape, double mase, List<Interval> intervals) {

    /**
     * How good the central prediction intervals of a level were.
     *
     * @param level nominal coverage in percent
     * @param coverage values within the limits, in percent
     * @param msis mean scaled interval score (Gneiting and Raftery 2007): the width, and 2 / (1 - level) times the
     *     distance of values outside, scaled as the errors are; lower is better
     */
    public record Interval(double level, double coverage, double msis) {}

    public Scores {
        intervals = List.copyOf(intervals);
    }

    /**
     * The scores of a level.
     *
     * @throws IllegalArgumentException if the plan had no such level
     */
    public Interval interval(double level) {
        return intervals.stream()
                .filter(interval -> interval.level() == level)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no interval of level " + level + " was scored"));
    }
}
