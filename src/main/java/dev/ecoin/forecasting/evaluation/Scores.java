package dev.ecoin.forecasting.evaluation;

import java.util.List;

/**
 * Errors of forecasts against actual values, in the units of the series unless noted. NaN where nothing could be
 * scored. Scaled errors are divided by the mean absolute difference of the training days at the lag of the period
 * (Hyndman and Koehler 2006); they are NaN if that difference is 0.
 *
 * @param forecasts number of scored days; days without a value are skipped
 * @param mae mean absolute error of the median
 * @param rmse root mean squared error of the median
 * @param smape mean of 200 |y - f| / (|y| + |f|), in percent
 * @param mase mean absolute scaled error of the median
 * @param intervals one for each level of the plan, in its order
 */
public record Scores(int forecasts, double mae, double rmse, double smape, double mase, List<Interval> intervals) {

    /**
     * Scores of the central prediction intervals of one level.
     *
     * @param level nominal coverage in percent
     * @param coverage share of values within the limits, in percent
     * @param msis mean scaled interval score (Gneiting and Raftery 2007): the width plus 2 / (1 - level) times the
     *     distance of values outside, scaled like the errors; lower is better
     */
    public record Interval(double level, double coverage, double msis) {}

    public Scores {
        intervals = List.copyOf(intervals);
    }

    /**
     * Scores of one level.
     *
     * @throws IllegalArgumentException if the plan does not have this level
     */
    public Interval interval(double level) {
        return intervals.stream()
                .filter(interval -> interval.level() == level)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no interval of level " + level + " was scored"));
    }
}
