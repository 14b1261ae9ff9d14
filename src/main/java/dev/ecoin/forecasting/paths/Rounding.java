package dev.ecoin.forecasting.paths;

/**
 * Rounds what models say. They use {@code Math.exp} and {@code Math.log}, whose last bit may differ between platforms;
 * arithmetic after the rounding is the same on all of them.
 */
final class Rounding {

    private static final int DROPPED_BITS = 29;

    /** About 2.4e-7, far less than daily moves. */
    private static final double STEP = 0x1p-22;

    private Rounding() {}

    /** A logarithm of a ratio, to a multiple of 2^-22. */
    static double roundLog(double value) {
        return Math.rint(value / STEP) * STEP;
    }

    /** To 24 significant bits. */
    static double round(double value) {
        long bits = Double.doubleToLongBits(value) + (1L << DROPPED_BITS - 1);
        return Double.longBitsToDouble(bits & -(1L << DROPPED_BITS));
    }
}
