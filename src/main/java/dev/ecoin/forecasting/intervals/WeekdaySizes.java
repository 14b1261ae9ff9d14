package dev.ecoin.forecasting.intervals;

import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.util.Arrays;

/**
 * Size of innovations by weekday, relative to all; the root mean square over the week is 1. Coins move less while banks
 * are closed. Immutable.
 */
final class WeekdaySizes {

    private static final int DAYS = DayOfWeek.values().length;

    static final WeekdaySizes ALIKE = new WeekdaySizes(1, 1, 1, 1, 1, 1, 1);

    /** With fewer innovations, a weekday has no estimate. */
    private static final int FEWEST = 8;

    /** Cap on one relative size, so that a single jump does not determine a weekday's factor. */
    private static final double LARGEST = 4;

    /** Lower bound on a factor: even on a quiet weekday, a price may move again. */
    private static final double QUIETEST = 0.2;

    private final double[] factors;

    private WeekdaySizes(double... factors) {
        this.factors = factors;
        for (double factor : factors) {
            if (!(factor > 0 && factor * factor <= DAYS * (1 + 1e-9))) {
                throw new IllegalArgumentException("not the relative size of a weekday's innovations: " + factor);
            }
        }
    }

    /**
     * Estimates the factors from innovations. Differences between weekdays are shrunk by their reliability, 1 - 1/F of
     * a one-way analysis of variance, and so to zero where they may be chance (empirical Bayes: Efron and Morris 1973,
     * Stein's estimation rule and its competitors, JASA 68).
     *
     * @param sizes absolute innovations divided by their expected sizes
     * @param days their weekdays
     */
    static WeekdaySizes of(double[] sizes, DayOfWeek[] days) {
        var count = new int[DAYS];
        var sum = new double[DAYS];
        double squares = 0;
        for (int t = 0; t < sizes.length; t++) {
            double size = Math.min(sizes[t], LARGEST);
            int day = days[t].ordinal();
            count[day]++;
            sum[day] += size;
            squares += size * size;
        }
        double mean = Arrays.stream(sum).sum() / sizes.length;
        if (Arrays.stream(count).min().orElseThrow() < FEWEST || mean == 0) {
            return ALIKE;
        }
        double between = 0;
        for (int day = 0; day < DAYS; day++) {
            between += count[day] * Math.pow(sum[day] / count[day] - mean, 2);
        }
        double within = Math.max(0, squares - sizes.length * mean * mean - between);
        double inverseOfF = within / (sizes.length - DAYS) / (between / (DAYS - 1));
        // 0/0 if there are no differences at all.
        double reliability = inverseOfF < 1 ? 1 - inverseOfF : 0;
        var factors = new double[DAYS];
        double meanSquare = 0;
        for (int day = 0; day < DAYS; day++) {
            factors[day] = Math.max(QUIETEST, 1 + reliability * (sum[day] / count[day] / mean - 1));
            meanSquare += factors[day] * factors[day] / DAYS;
        }
        for (int day = 0; day < DAYS; day++) {
            factors[day] /= Math.sqrt(meanSquare);
        }
        return new WeekdaySizes(factors);
    }

    /** Restores factors, Monday first. */
    static WeekdaySizes of(double... factors) {
        if (factors.length != DAYS) {
            throw new IllegalArgumentException(factors.length + " weekdays");
        }
        return new WeekdaySizes(factors);
    }

    /** Factors, Monday first. */
    double[] factors() {
        return factors;
    }

    double on(DayOfWeek day) {
        return factors[day.ordinal()];
    }

    void write(ByteBuffer buffer) {
        for (double factor : factors) {
            buffer.putDouble(factor);
        }
    }

    static WeekdaySizes read(ByteBuffer buffer) {
        var factors = new double[DAYS];
        for (int day = 0; day < DAYS; day++) {
            factors[day] = buffer.getDouble();
        }
        return new WeekdaySizes(factors);
    }
}
