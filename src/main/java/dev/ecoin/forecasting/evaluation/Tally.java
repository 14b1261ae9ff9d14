package dev.ecoin.forecasting.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Running sums of errors that become {@link Scores}. Mutable. */
final class Tally {

    private static final double PERCENT = 100;

    private final List<Double> levels;
    private final int[] covered;
    private final double[] intervalScores;
    private int count;
    private double absolute;
    private double squared;
    private double symmetric;
    private double scaled;

    Tally(List<Double> levels) {
        this.levels = levels;
        covered = new int[levels.size()];
        intervalScores = new double[levels.size()];
    }

    /** Adds one forecast and its actual value. */
    void add(double value, double median, double[] lower, double[] upper, double scale) {
        double error = Math.abs(value - median);
        count++;
        absolute += error;
        squared += error * error;
        symmetric += error == 0 ? 0 : 2 * PERCENT * error / (Math.abs(value) + Math.abs(median));
        scaled += error / scale;
        for (int k = 0; k < covered.length; k++) {
            double outside = Math.max(0, Math.max(lower[k] - value, value - upper[k]));
            covered[k] += outside == 0 ? 1 : 0;
            double penalty = 2 / (1 - levels.get(k) / PERCENT);
            intervalScores[k] += (upper[k] - lower[k] + penalty * outside) / scale;
        }
    }

    /** Adds the sums of another tally. */
    void add(Tally other) {
        count += other.count;
        absolute += other.absolute;
        squared += other.squared;
        symmetric += other.symmetric;
        scaled += other.scaled;
        for (int k = 0; k < covered.length; k++) {
            covered[k] += other.covered[k];
            intervalScores[k] += other.intervalScores[k];
        }
    }

    Scores scores() {
        double n = count;
        var intervals = new ArrayList<Scores.Interval>();
        for (int k = 0; k < covered.length; k++) {
            intervals.add(new Scores.Interval(levels.get(k), PERCENT * covered[k] / n, finite(intervalScores[k] / n)));
        }
        return new Scores(count, absolute / n, Math.sqrt(squared / n), symmetric / n, finite(scaled / n), intervals);
    }

    /** A scale of zero makes scaled errors infinite; that says nothing about the forecast. */
    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }
}
