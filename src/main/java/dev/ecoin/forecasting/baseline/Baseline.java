package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.SeriesException.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.stream.DoubleStream;

/**
 * A benchmark method fitted to a plain series (Hyndman and Athanasopoulos 2021, ch. 5.2 and 5.5). Means and standard
 * errors are on the scale of the series. Immutable.
 */
public final class Baseline {

    /** The benchmark methods. */
    public enum Method {
        /** The last value. */
        NAIVE,
        /** The last value plus the mean change per step. */
        DRIFT,
        /** The value one season before. */
        SEASONAL_NAIVE,
        /** The mean of all values. */
        MEAN;

        /** The name of its models. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Method method;
    private final double sigma;
    private final double slope;
    private final long span;
    /** Latest known value of each phase, oldest phase first; a single phase unless seasonal. */
    private final double[] levels;
    /** Cycles since the last observation of each phase. */
    private final int[] ages;

    private Baseline(Method method, double sigma, double slope, long span, double[] levels, int[] ages) {
        this.method = method;
        this.sigma = sigma;
        this.slope = slope;
        this.span = span;
        this.levels = levels;
        this.ages = ages;
    }

    /**
     * Fits a method.
     *
     * @param values equally spaced observations, NaN where missing
     * @param period steps in a season, at least 1; used by SEASONAL_NAIVE only
     * @throws SeriesException EMPTY if nothing is observed; TOO_SHORT if DRIFT has fewer than two observations or
     *     SEASONAL_NAIVE a phase without any
     */
    public static Baseline fit(double[] values, Method method, int period) {
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1, not " + period);
        }
        int first = 0;
        while (first < values.length && Double.isNaN(values[first])) {
            first++;
        }
        int last = values.length - 1;
        while (last >= 0 && Double.isNaN(values[last])) {
            last--;
        }
        if (last < 0) {
            throw new SeriesException(Reason.EMPTY, "no observation");
        }
        return switch (method) {
            case NAIVE, DRIFT -> walk(values, method, first, last);
            case SEASONAL_NAIVE -> seasonal(values, period);
            case MEAN -> mean(values);
        };
    }

    private static Baseline walk(double[] values, Method method, int first, int last) {
        long span = last - first;
        if (method == Method.DRIFT && span == 0) {
            throw new SeriesException(Reason.TOO_SHORT, "a drift needs two observations");
        }
        double slope = method == Method.DRIFT ? (values[last] - values[first]) / span : 0;
        var changes = DoubleStream.builder();
        double largest = 0;
        int previous = first;
        for (int t = first + 1; t <= last; t++) {
            if (!Double.isNaN(values[t])) {
                int gap = t - previous;
                double change = values[t] - values[previous] - gap * slope;
                changes.add(change / Math.sqrt(gap));
                largest = Math.max(largest, Math.abs(change));
                previous = t;
            }
        }
        double[] noise = changes.build().toArray();
        // Squares of extreme values overflow or underflow; scaling by a power of two is exact.
        int exponent = largest > 0 ? Math.getExponent(largest) : 0;
        double squares = 0;
        for (double change : noise) {
            double scaled = Math.scalb(change, -exponent);
            squares += scaled * scaled;
        }
        int freedom = Math.max(1, method == Method.DRIFT ? noise.length - 1 : noise.length);
        double sigma = Math.scalb(Math.sqrt(squares / freedom), exponent);
        return new Baseline(
                method, sigma, slope, span, new double[] {values[last]}, new int[] {values.length - 1 - last});
    }

    private static Baseline seasonal(double[] values, int period) {
        var levels = new double[period];
        var ages = new int[period];
        var known = new boolean[period];
        double squares = 0;
        int count = 0;
        for (int t = 0; t < values.length; t++) {
            int phase = t % period;
            ages[phase]++;
            if (Double.isNaN(values[t])) {
                continue;
            }
            if (known[phase]) {
                double change = values[t] - levels[phase];
                squares += change * change / ages[phase];
                count++;
            }
            known[phase] = true;
            levels[phase] = values[t];
            ages[phase] = 0;
        }
        for (boolean each : known) {
            if (!each) {
                throw new SeriesException(Reason.TOO_SHORT, "a phase of the season has no observation");
            }
        }
        int shift = values.length % period;
        var orderedLevels = new double[period];
        var orderedAges = new int[period];
        for (int i = 0; i < period; i++) {
            orderedLevels[i] = levels[(shift + i) % period];
            orderedAges[i] = ages[(shift + i) % period];
        }
        return new Baseline(
                Method.SEASONAL_NAIVE,
                Math.sqrt(squares / Math.max(1, count)),
                0,
                values.length,
                orderedLevels,
                orderedAges);
    }

    private static Baseline mean(double[] values) {
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = 0;
        for (double value : present) {
            mean += value / present.length;
        }
        double squares = 0;
        for (double value : present) {
            squares += (value - mean) * (value - mean);
        }
        double sigma = Math.sqrt(squares / Math.max(1, present.length - 1));
        return new Baseline(Method.MEAN, sigma, 0, present.length, new double[] {mean}, new int[] {0});
    }

    /** Restores a baseline from the values of its accessors. */
    public static Baseline restore(Method method, double sigma, double slope, long span, double[] levels, int[] ages) {
        Objects.requireNonNull(method, "method");
        if (!(sigma >= 0) || span < 0 || levels.length == 0 || levels.length != ages.length) {
            throw new IllegalArgumentException("not the parts of a baseline");
        }
        return new Baseline(method, sigma, slope, span, levels.clone(), ages.clone());
    }

    /** The same baseline with another mean change per step. */
    public Baseline withSlope(double newSlope) {
        return restore(method, sigma, newSlope, span, levels, ages);
    }

    /** The same baseline with another standard deviation of the one-step residual. */
    public Baseline withSigma(double newSigma) {
        return restore(method, newSigma, slope, span, levels, ages);
    }

    public Method method() {
        return method;
    }

    /** Standard deviation of the one-step residual. */
    public double sigma() {
        return sigma;
    }

    /** Mean change per step; 0 unless DRIFT, or a seasonal method with a trend. */
    public double slope() {
        return slope;
    }

    /** Steps between the first and last observation, or for MEAN the number of observations. */
    public long span() {
        return span;
    }

    /** Starting values of the next season; a single value unless SEASONAL_NAIVE. */
    public double[] levels() {
        return levels.clone();
    }

    /** Steps in a season, 1 unless SEASONAL_NAIVE. */
    int period() {
        return levels.length;
    }

    /** Cycles since each level was observed; 0 for the most recent. */
    public int[] ages() {
        return ages.clone();
    }

    /**
     * Expected values of the next steps.
     *
     * @throws IllegalArgumentException if the horizon is not positive
     */
    public double[] mean(int horizon) {
        check(horizon);
        var mean = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            int phase = h % levels.length;
            double cycles = ages[phase] + h / levels.length + 1.0;
            mean[h] = levels[phase] + slope * levels.length * cycles;
        }
        return mean;
    }

    /**
     * Standard errors of the next steps.
     *
     * @throws IllegalArgumentException if the horizon is not positive
     */
    public double[] standardError(int horizon) {
        check(horizon);
        var error = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            double steps = ages[0] + h + 1.0;
            error[h] = sigma
                    * Math.sqrt(
                            switch (method) {
                                case NAIVE -> steps;
                                case DRIFT -> steps * (1 + steps / span);
                                case SEASONAL_NAIVE -> ages[h % levels.length] + h / levels.length + 1.0;
                                case MEAN -> 1 + 1.0 / span;
                            });
        }
        return error;
    }

    /**
     * Effects of an innovation on the values 0, 1, .. steps later.
     *
     * @throws IllegalArgumentException if the horizon is not positive
     */
    public double[] responses(int horizon) {
        check(horizon);
        var responses = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            boolean reached =
                    switch (method) {
                        case NAIVE, DRIFT -> true;
                        case SEASONAL_NAIVE -> h % levels.length == 0;
                        case MEAN -> h == 0;
                    };
            responses[h] = reached ? 1 : 0;
        }
        return responses;
    }

    /** Advances over newer observations, NaN where missing; the parameters stay. */
    public Baseline advance(double... newer) {
        return advance(newer, innovation -> {});
    }

    /**
     * Advances over newer observations; the parameters stay.
     *
     * @param newer NaN where missing
     * @param innovations receives the one-step error of each, divided by {@link #sigma} and, after missing values, by
     *     the square root of the steps since the last one; NaN if the value is missing, if no value preceded it, or if
     *     sigma is 0
     */
    public Baseline advance(double[] newer, DoubleConsumer innovations) {
        double[] moved = levels.clone();
        int[] aged = ages.clone();
        int phases = moved.length;
        for (int t = 0; t < newer.length; t++) {
            int phase = t % phases;
            int gap = method == Method.MEAN ? 1 : aged[phase] + 1;
            aged[phase] = gap;
            double error = newer[t] - moved[phase] - slope * phases * gap;
            innovations.accept(sigma > 0 ? error / (sigma * Math.sqrt(gap)) : Double.NaN);
            if (method != Method.MEAN && !Double.isNaN(newer[t])) {
                moved[phase] = newer[t];
                aged[phase] = 0;
            }
        }
        if (method == Method.MEAN) {
            return this;
        }
        int shift = newer.length % phases;
        var orderedLevels = new double[phases];
        var orderedAges = new int[phases];
        for (int i = 0; i < phases; i++) {
            orderedLevels[i] = moved[(shift + i) % phases];
            orderedAges[i] = aged[(shift + i) % phases];
        }
        return new Baseline(method, sigma, slope, span, orderedLevels, orderedAges);
    }

    /** One-step errors within a series, scaled as in {@link #advance(double[], DoubleConsumer)}. */
    public double[] innovations(double[] values) {
        var innovations = DoubleStream.builder();
        unobserved().advance(values, innovations);
        return innovations.build().toArray();
    }

    /** The same parameters before the first observation: levels are unknown, except for MEAN. */
    Baseline unobserved() {
        double[] unknown = levels.clone();
        if (method != Method.MEAN) {
            Arrays.fill(unknown, Double.NaN);
        }
        return new Baseline(method, sigma, slope, span, unknown, new int[unknown.length]);
    }

    private static void check(int horizon) {
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon must be at least 1, not " + horizon);
        }
    }
}
