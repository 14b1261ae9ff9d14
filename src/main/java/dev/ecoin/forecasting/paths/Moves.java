package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.GaussianQuantile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Days of standardised moves to draw from. Each day has a move of every series, and a draw takes whole days. A move
 * that was not observed is imputed: its expectation given the other series' moves of the day, plus a residual drawn
 * from the series' own days. On all days, the measured correlations are replaced by the shrunk ones (see {@link
 * Correlations}); with years of common days that hardly changes the moves.
 */
final class Moves {

    private static final long LOW_BITS = 0xFFFF_FFFFL;
    private static final double FRACTION = 0x1p-32;

    /** With fewer own moves, a series' distribution is assumed to be normal. */
    private static final int FEWEST = 30;

    /** Number of normal moves that stand in where a series has too few, and number of days if there are none. */
    private static final int NORMAL = 999;

    /** Fixed seed for the imputed moves, because the days belong to the model and not to one simulation. */
    private static final long SEED = 20_261_128;

    private final double[] lowest;
    private final double[] spreads;

    private Moves(double... moves) {
        int n = moves.length;
        lowest = new double[n];
        spreads = new double[n];
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(t -> moves[t]))
                .mapToInt(t -> t)
                .toArray();
        int from = 0;
        for (int to = 1; to <= n; to++) {
            if (to < n && moves[order[to]] == moves[order[from]]) {
                continue;
            }
            double move = moves[order[from]];
            double below = from > 0 ? move - moves[order[from - 1]] : Double.NaN;
            double above = to < n ? moves[order[to]] - move : Double.NaN;
            double down = (from > 0 ? below : to < n ? above : 0) / 2;
            double up = (to < n ? above : from > 0 ? below : 0) / 2;
            for (int i = from; i < to; i++) {
                spreads[order[i]] = (down + up) / (to - from);
                lowest[order[i]] = move - down + (i - from) * spreads[order[i]];
            }
            from = to;
        }
    }

    /**
     * The move of a random day, jittered up to half the distance to the next smaller and next larger move, so that
     * simulations do not only repeat historical moves.
     *
     * @param bits 64 random bits; the upper half selects the day, the lower half the jitter
     */
    double draw(long bits) {
        int day = index(bits, lowest.length);
        return lowest[day] + (bits & LOW_BITS) * FRACTION * spreads[day];
    }

    /**
     * Scales a random fraction instead of calling nextInt, whose algorithm is unspecified: results are equal on all
     * JDKs.
     */
    private static int index(long bits, int size) {
        return (int) ((bits >>> 32) * size >>> 32);
    }

    /**
     * @param observed {@code [series][day]}, NaN where missing
     * @param measured correlations of the observed moves
     * @param wanted correlations of the result
     * @return the moves of each series on the same days, with mean 0 and mean absolute value 1
     */
    static List<Moves> of(double[][] observed, double[][] measured, double[][] wanted) {
        int size = observed.length;
        var own = new double[size][];
        var moves = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] present = present(observed[i]);
            boolean enough = present.length >= FEWEST && deviation(present) > 0;
            own[i] = enough ? present : normal();
            double mean = mean(own[i]);
            double deviation = deviation(own[i]);
            own[i] =
                    Arrays.stream(own[i]).map(move -> (move - mean) / deviation).toArray();
            moves[i] = Arrays.stream(observed[i])
                    .map(move -> enough ? (move - mean) / deviation : Double.NaN)
                    .toArray();
        }
        int[] days = IntStream.range(0, observed[0].length)
                .filter(t -> Arrays.stream(moves).anyMatch(series -> !Double.isNaN(series[t])))
                .toArray();
        var drawable = new double[size][days.length == 0 ? NORMAL : days.length];
        for (int i = 0; i < size; i++) {
            for (int t = 0; t < drawable[i].length; t++) {
                drawable[i][t] = days.length == 0 ? Double.NaN : moves[i][days[t]];
            }
        }
        recolour(drawable, own, measured, wanted);
        for (double[] series : drawable) {
            normalise(series);
        }
        return Arrays.stream(drawable).map(Moves::new).toList();
    }

    private static void recolour(double[][] moves, double[][] own, double[][] measured, double[][] wanted) {
        int size = moves.length;
        var random = new SplittableRandom(SEED);
        int[] order = null;
        double[][] from = null;
        double[][] to = null;
        var free = new double[size];
        for (int t = 0; t < moves[0].length; t++) {
            int day = t;
            int[] present = IntStream.range(0, size)
                    .filter(i -> !Double.isNaN(moves[i][day]))
                    .toArray();
            int[] presentFirst = IntStream.concat(
                            Arrays.stream(present), IntStream.range(0, size).filter(i -> Double.isNaN(moves[i][day])))
                    .toArray();
            if (!Arrays.equals(order, presentFirst)) {
                order = presentFirst;
                from = Correlations.factor(measured, order);
                to = Correlations.factor(wanted, order);
            }
            for (int k = 0; k < size; k++) {
                double[] rests = own[order[k]];
                if (k >= present.length) {
                    free[k] = rests[index(random.nextLong(), rests.length)];
                    continue;
                }
                double sum = moves[order[k]][t];
                for (int j = 0; j < k; j++) {
                    sum -= from[k][j] * free[j];
                }
                free[k] = sum / from[k][k];
            }
            for (int k = 0; k < size; k++) {
                double sum = 0;
                for (int j = 0; j <= k; j++) {
                    sum += to[k][j] * free[j];
                }
                moves[order[k]][t] = sum;
            }
        }
    }

    private static double[] present(double[] moves) {
        return Arrays.stream(moves).filter(move -> !Double.isNaN(move)).toArray();
    }

    private static double[] normal() {
        return IntStream.range(0, NORMAL)
                .mapToDouble(i -> Rounding.round(GaussianQuantile.of((i + 0.5) / NORMAL)))
                .toArray();
    }

    private static void normalise(double[] moves) {
        double mean = mean(moves);
        double size = 0;
        for (double move : moves) {
            size += Math.abs(move - mean) / moves.length;
        }
        for (int t = 0; t < moves.length; t++) {
            moves[t] = (moves[t] - mean) / size;
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
