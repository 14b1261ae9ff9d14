package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Quantiles of a model's forecast by day, cut from its intervals at a grid of levels. Immutable. */
final class Marginals {

    /**
     * Tail probabilities of the grid, from 0.5 down by factors of 2^(1/8): 0.459, 0.420, .., 2.4e-7. The last is less
     * than half a path in the largest simulation.
     */
    private static final double[] TAILS = tails();

    private static final double[] LEVELS =
            Arrays.stream(TAILS).map(tail -> 100 * (1 - 2 * tail)).toArray();

    /** Roughly the 80% interval, which measures the spread of a day without depending on the tails. */
    private static final int MIDDLE = 17;

    private final Forecast forecast;
    private final boolean logarithmic;

    Marginals(FittedModel model, int horizon) {
        forecast = model.forecast(horizon, LEVELS);
        logarithmic = IntStream.range(0, horizon).allMatch(day -> forecast.lower(LEVELS.length - 1, day) > 0);
    }

    private static double[] tails() {
        var tails = new double[8 * 21];
        for (int k = 0; k < tails.length; k++) {
            tails[k] = 0.5 * StrictMath.pow(2, -(k + 1) / 8.0);
        }
        return tails;
    }

    /**
     * Widths of the middle interval by day, on the log scale if all its limits are positive. Only their ratios matter.
     */
    double[] widths() {
        return IntStream.range(0, forecast.horizon()).mapToDouble(this::width).toArray();
    }

    /** Probability of a value below a grid point; points are numbered from the lowest up. */
    static double probability(int point) {
        int side = TAILS.length - point;
        return side == 0 ? 0.5 : side > 0 ? TAILS[side - 1] : 1 - TAILS[-side - 1];
    }

    /** The quantile of a probability between the grid points {@code point - 1} and {@code point}. */
    double quantile(int point, double probability, int day) {
        double from = probability(point - 1);
        double low = at(point - 1, day);
        return low + (probability - from) / (probability(point) - from) * (at(point, day) - low);
    }

    /** The quantile of a probability on a day. */
    double quantile(double probability, int day) {
        int point = 1;
        while (probability(point) < probability) {
            point++;
        }
        return quantile(point, probability, day);
    }

    /** The value {@code times} as far from the median as {@code value}, clamped to the outermost quantiles. */
    double beyond(double value, double times, int day) {
        double median = at(TAILS.length, day);
        double further = times > 1 ? times : 1;
        double far = logarithmic
                ? median * StrictMath.exp(further * StrictMath.log(value / median))
                : median + further * (value - median);
        return Math.max(at(0, day), Math.min(at(2 * TAILS.length, day), far));
    }

    private double at(int point, int day) {
        int side = TAILS.length - point;
        double value = side == 0
                ? forecast.median(day)
                : side > 0 ? forecast.lower(side - 1, day) : forecast.upper(-side - 1, day);
        // A thousand days ahead, a quantile of a volatile series can overflow a double.
        return Math.min(Rounding.round(value), Double.MAX_VALUE);
    }

    private double width(int day) {
        double lower = Rounding.round(forecast.lower(MIDDLE, day));
        double upper = Rounding.round(forecast.upper(MIDDLE, day));
        return logarithmic ? StrictMath.log(upper / lower) : upper - lower;
    }
}
