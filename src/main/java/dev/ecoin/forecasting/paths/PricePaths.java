package dev.ecoin.forecasting.paths;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Simulated paths of several series, computed series by series: path p of one series belongs to path p of every other.
 * Immutable; several threads can compute series at once.
 */
public final class PricePaths {

    /** Maximum number of paths of a simulation. */
    public static final int MOST_PATHS = 1_000_000;

    /** Default number of paths. */
    public static final int USUAL = 10_000;

    /** Default seed. */
    public static final int USUAL_SEED = 1;

    /** Number of bins for counting simulated values. */
    private static final int BINS = 2048;

    private static final int FEWEST_SIMULATED = 10_000;

    /** Minimum number of simulated values on either side of a quantile for a reliable estimate. */
    private static final int FEWEST_BEYOND = 20;

    /**
     * Lower bound relative to the first day: limits that do not widen for a day do not mean that the price stands
     * still.
     */
    private static final double SMALLEST_MOVES = 0.1;

    private final PathSimulator simulator;
    private final int horizon;
    private final int paths;
    /**
     * At least a minimum number of paths, because few paths do not determine the distribution; the first ones are kept.
     */
    private final int simulated;

    private final long seed;

    PricePaths(PathSimulator simulator, int horizon, int paths, long seed) {
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon must be at least 1, not " + horizon);
        }
        if (paths < 1 || paths > MOST_PATHS) {
            throw new IllegalArgumentException("paths must be 1 to " + MOST_PATHS + ", not " + paths);
        }
        this.simulator = simulator;
        this.horizon = horizon;
        this.paths = paths;
        simulated = Math.max(FEWEST_SIMULATED, paths);
        this.seed = seed;
    }

    /** Number of series. */
    public int size() {
        return simulator.size();
    }

    /** Number of days. */
    public int horizon() {
        return horizon;
    }

    /** Number of paths. */
    public int paths() {
        return paths;
    }

    /** Day {@code i}, counted from 0. */
    public LocalDate day(int i) {
        Objects.checkIndex(i, horizon);
        return simulator.origin().plusDays(i + 1L);
    }

    /**
     * Computes the paths of a series, into a new array of 8 * horizon * paths bytes.
     *
     * @param series its index in the simulator's list
     * @return {@code [day][path]}, in the units of the series
     */
    public double[][] prices(int series) {
        int lag = simulator.lag(series);
        int days = lag + horizon;
        var model = simulator.series(series).model();
        var marginals = new Marginals(model, days);
        double[] widths = marginals.widths();
        double[] responses = model.responses(days);
        double[] sizes = moves(widths, responses);
        double[] expected = simulator.persistence(series).ahead(days);
        for (int h = 0; h < days; h++) {
            sizes[h] /= expected[h];
        }
        var values = new SimulatedValues(simulator.persistence(series), simulator.moves(series), responses, simulated);
        var mapping = new Mapping();
        var random = new SplittableRandom(seed);
        for (int skipped = lag; skipped < simulator.longestLag(); skipped++) {
            random.split();
        }
        var prices = new double[horizon][];
        for (int h = 0; h < days; h++) {
            values.move(h, sizes[h], random.split());
            if (h >= lag) {
                prices[h - lag] = mapping.map(values.values, widths[h], marginals, h);
            }
        }
        return prices;
    }

    /** Sizes of each day's moves such that, with the responses, the values have the given widths. */
    private static double[] moves(double[] widths, double[] responses) {
        var sizes = new double[widths.length];
        double smallest = SMALLEST_MOVES * widths[0];
        for (int h = 0; h < sizes.length; h++) {
            double rest = widths[h] * widths[h];
            for (int j = 1; j <= h; j++) {
                double effect = responses[j] * sizes[h - j];
                rest -= effect * effect;
            }
            sizes[h] = Math.sqrt(Math.max(rest, smallest * smallest));
        }
        return sizes;
    }

    /**
     * Maps simulated values to the forecast's quantiles of the same rank. The ranks of the outermost few values are
     * chance; values in the tails are extrapolated in proportion.
     */
    private final class Mapping {

        private final double[] places = new double[simulated];
        private final double[] edges = new double[BINS + 1];

        double[] map(double[] values, double width, Marginals marginals, int day) {
            var counts = new int[BINS];
            double scale = width > 0 ? 1 / width : 0;
            for (int p = 0; p < simulated; p++) {
                places[p] = place(values[p] * scale);
                counts[Math.min(BINS - 1, (int) places[p])]++;
            }
            mapEdges(counts, marginals, day);
            var prices = new double[paths];
            for (int p = 0; p < paths; p++) {
                int bin = Math.min(BINS - 1, (int) places[p]);
                prices[p] = edges[bin] + (places[p] - bin) * (edges[bin + 1] - edges[bin]);
            }
            return prices;
        }

        private void mapEdges(int[] counts, Marginals marginals, int day) {
            int first = -1;
            int last = -1;
            int below = 0;
            int point = 1;
            for (int edge = 1; edge < BINS; edge++) {
                below += counts[edge - 1];
                if (below < FEWEST_BEYOND || simulated - below < FEWEST_BEYOND) {
                    continue;
                }
                first = first < 0 ? edge : first;
                last = edge;
                while (Marginals.probability(point) * simulated < below) {
                    point++;
                }
                edges[edge] = marginals.quantile(point, (double) below / simulated, day);
            }
            double outermost = (double) FEWEST_BEYOND / simulated;
            if (first < 0) {
                // Nearly all values are equal: the price never moved.
                first = IntStream.range(0, BINS)
                        .boxed()
                        .max(Comparator.comparingInt(bin -> counts[bin]))
                        .orElseThrow();
                last = first + 1;
                edges[first] = marginals.quantile(outermost, day);
                edges[last] = marginals.quantile(1 - outermost, day);
            }
            for (int edge = 0; edge < first; edge++) {
                double far = marginals.beyond(edges[first], value(edge) / value(first), day);
                edges[edge] = Math.min(far, marginals.quantile(outermost, day));
            }
            for (int edge = BINS; edge > last; edge--) {
                double far = marginals.beyond(edges[last], value(edge) / value(last), day);
                edges[edge] = Math.max(far, marginals.quantile(1 - outermost, day));
            }
        }
    }

    /** Position of a value among the bins. Bins are 1/1000 of the width near 0 and grow with the distance from it. */
    private static double place(double x) {
        return (1 + x / (1 + Math.abs(x))) * (0.5 * BINS);
    }

    private static double value(int edge) {
        double y = edge / (0.5 * BINS) - 1;
        return y / (1 - Math.abs(y));
    }
}
