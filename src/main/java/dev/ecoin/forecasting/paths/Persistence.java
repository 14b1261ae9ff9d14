package dev.ecoin.forecasting.paths;

import java.util.Arrays;

/**
 * Persistence of the size of a series' moves. The expected size of a move, relative to the usual one, is
 *
 * <pre>1 - a - b + a fast + b slow</pre>
 *
 * where fast and slow are exponential averages of absolute moves over about 8 and 40 days, relative to the average over
 * about 667: an absolute value GARCH (Taylor 1986) with two components. The shares a and b are the grid point that
 * minimises the quasi-likelihood mean(|move| / size + log size) over the history. Immutable.
 *
 * @param fastShare a
 * @param slowShare b
 * @param fast value at the end of the history
 * @param slow value at the end of the history
 */
record Persistence(double fastShare, double slowShare, double fast, double slow) {

    private static final double FAST = 0.12;
    private static final double SLOW = 0.025;
    private static final double USUAL = 0.0015;

    private static final int SHARES = 10;
    /** Upper bound on a + b. Without mean reversion, sizes on a path would leave the range of the history. */
    private static final int MOST_SHARES = 9;

    /** Estimates for bitcoin and ethereum from 2017 to 2026, used if there is less than a year of moves. */
    private static final double USUAL_FAST_SHARE = 0.5;

    private static final double USUAL_SLOW_SHARE = 0.3;
    private static final int ENOUGH_TO_CHOOSE = 365;

    /** Number of moves after which sizes are precise enough to divide by. */
    private static final int WARM_UP = 30;

    /** Lower bound on a size: even after days without a move, a price may move again. */
    private static final double QUIETEST = 0.05;

    /** Cap on one move relative to its expected size in the quasi-likelihood. */
    private static final double LARGEST = 12;

    static final Persistence UNKNOWN = new Persistence(USUAL_FAST_SHARE, USUAL_SLOW_SHARE, 1, 1);

    /**
     * @param standardised moves divided by their expected sizes, NaN where missing or too early in the history
     */
    record Fit(Persistence persistence, double[] standardised) {}

    /**
     * @param moves by day, NaN where missing
     */
    static Fit of(double[] moves) {
        int n = moves.length;
        var fast = new double[n + 1];
        var slow = new double[n + 1];
        var usual = new double[n + 1];
        int count = 0;
        int known = n;
        for (int t = 0; t < n; t++) {
            boolean counts = !Double.isNaN(moves[t]) && (count > 0 || moves[t] != 0);
            double least = 1.0 / (count + 1);
            double size = Math.abs(moves[t]);
            fast[t + 1] = counts ? fast[t] + Math.max(FAST, least) * (size - fast[t]) : fast[t];
            slow[t + 1] = counts ? slow[t] + Math.max(SLOW, least) * (size - slow[t]) : slow[t];
            usual[t + 1] = counts ? usual[t] + Math.max(USUAL, least) * (size - usual[t]) : usual[t];
            count += counts ? 1 : 0;
            known = count == WARM_UP ? Math.min(known, t + 1) : known;
        }
        var standardised = new double[n];
        if (known == n) {
            Arrays.fill(standardised, Double.NaN);
            return new Fit(UNKNOWN, standardised);
        }
        for (int t = 1; t <= n; t++) {
            fast[t] = usual[t] > 0 ? Math.max(QUIETEST, fast[t] / usual[t]) : 1;
            slow[t] = usual[t] > 0 ? Math.max(QUIETEST, slow[t] / usual[t]) : 1;
        }
        double fastShare = USUAL_FAST_SHARE;
        double slowShare = USUAL_SLOW_SHARE;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; count >= ENOUGH_TO_CHOOSE && i <= MOST_SHARES; i++) {
            for (int j = 0; i + j <= MOST_SHARES; j++) {
                double a = (double) i / SHARES;
                double b = (double) j / SHARES;
                double sum = 0;
                for (int t = known; t < n; t++) {
                    if (!Double.isNaN(moves[t])) {
                        double size = 1 - a - b + a * fast[t] + b * slow[t];
                        sum += Math.abs(moves[t]) / (usual[t] * size) + StrictMath.log(size);
                    }
                }
                if (sum < least) {
                    least = sum;
                    fastShare = a;
                    slowShare = b;
                }
            }
        }
        var persistence = new Persistence(fastShare, slowShare, fast[n], slow[n]);
        for (int t = 0; t < n; t++) {
            double size = usual[t] * persistence.size(fast[t], slow[t]);
            standardised[t] = t < known ? Double.NaN : Math.max(-LARGEST, Math.min(LARGEST, moves[t] / size));
        }
        return new Fit(persistence, standardised);
    }

    /** Expected size of the next move, relative to the usual one. */
    double size(double fastNow, double slowNow) {
        return 1 - fastShare - slowShare + fastShare * fastNow + slowShare * slowNow;
    }

    /** The fast average after a move with the given size relative to the usual one. */
    static double nextFast(double fast, double size) {
        return fast + FAST * (size - fast);
    }

    /** The slow average after a move with the given size relative to the usual one. */
    static double nextSlow(double slow, double size) {
        return slow + SLOW * (size - slow);
    }

    /** Means over all paths of the sizes of the moves 1, 2, .. days ahead, relative to the usual one. */
    double[] ahead(int horizon) {
        var sizes = new double[horizon];
        double meanFast = fast;
        double meanSlow = slow;
        for (int h = 0; h < horizon; h++) {
            sizes[h] = size(meanFast, meanSlow);
            meanFast = nextFast(meanFast, sizes[h]);
            meanSlow = nextSlow(meanSlow, sizes[h]);
        }
        return sizes;
    }
}
