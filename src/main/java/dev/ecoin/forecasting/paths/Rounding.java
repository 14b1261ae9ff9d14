package dev.ecoin.forecasting.paths;

/**
 * Rounds outputs of models. They use {@code Math.exp} and {@code Math.log}, whose last bit may differ between
 * platforms; computations on the rounded values give the same results on all of them.
 */
final class Rounding {

    private static final int DROPPED_BITS = 29;

    /** About 2.4e-7, far smaller than daily moves. */
    private static final double STEP = 0x1p-22;

    private Rounding() {}

    /** Rounds a log ratio to a multiple of 2^-22. */
    static double roundLog(double value) {
        return Math.rint(value / STEP) * STEP;
    }

    /** Rounds to 24 significant bits. */
    static double round(double value) {
        long bits = Double.doubleToLongBits(value) + (1L << DROPPED_BITS - 1);
        return Double.longBitsToDouble(bits & -(1L << DROPPED_BITS));
    }
}
