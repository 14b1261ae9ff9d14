package dev.ecoin.forecasting.paths;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Current values of all paths of a series, and the sizes of their latest moves. Mutable. */
final class SimulatedValues {

    /** Smaller effects of a move on later values are ignored. */
    private static final double NEGLIGIBLE = 1e-9;

    /** Current value by path. */
    final double[] values;

    private final Persistence persistence;
    private final Moves moves;
    private final double[] fast;
    private final double[] slow;
    /** Changes of the responses from one day to the next, and the days with a change. */
    private final double[] changes;

    private final int[] lags;
    /** Moves {@code [day][path]} as far back as needed, in a ring buffer. */
    private final double[][] past;

    SimulatedValues(Persistence persistence, Moves moves, double[] responses, int paths) {
        this.persistence = persistence;
        this.moves = moves;
        values = new double[paths];
        fast = new double[paths];
        slow = new double[paths];
        Arrays.fill(fast, persistence.fast());
        Arrays.fill(slow, persistence.slow());
        changes = new double[responses.length];
        for (int j = 1; j < changes.length; j++) {
            changes[j] = responses[j] - responses[j - 1];
        }
        lags = IntStream.range(1, changes.length)
                .filter(j -> Math.abs(changes[j]) > NEGLIGIBLE)
                .toArray();
        past = new double[lags.length == 0 ? 0 : lags[lags.length - 1]][];
    }

    /**
     * Adds a day to every path, by drawing one past day for each.
     *
     * @param day counted from 0
     * @param scale factor on moves of the usual size
     */
    void move(int day, double scale, SplittableRandom random) {
        for (int lag : lags) {
            if (lag <= day) {
                double[] then = past[(day - lag) % past.length];
                for (int p = 0; p < values.length; p++) {
                    values[p] += changes[lag] * then[p];
                }
            }
        }
        double[] today = past.length == 0 ? null : new double[values.length];
        for (int p = 0; p < values.length; p++) {
            double move = persistence.size(fast[p], slow[p]) * moves.draw(random.nextLong());
            double size = Math.abs(move);
            fast[p] = Persistence.nextFast(fast[p], size);
            slow[p] = Persistence.nextSlow(slow[p], size);
            values[p] += scale * move;
            if (today != null) {
                today[p] = scale * move;
            }
        }
        if (today != null) {
            past[day % past.length] = today;
        }
    }
}
