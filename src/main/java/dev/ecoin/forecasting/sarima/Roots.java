package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * Positions of the roots of a model's polynomials.
 *
 * @param ar smallest modulus of an autoregressive root minus 1
 * @param ma smallest modulus of a moving-average root minus 1
 * @param unexplainedMa like {@code ma}, but without the seasonal factor if there is a seasonal difference: a season
 *     that never changes then leaves a root on the unit circle, by which forecasts average over all past seasons
 * @param gap smallest distance between reciprocal roots of an autoregressive factor and the moving-average factor of
 *     the same lag
 */
record Roots(double ar, double ma, double unexplainedMa, double gap) {

    static Roots of(SarimaOrder order, double[] factors) {
        int p = order.p();
        int q = order.q();
        int seasonalMa = p + q + order.P();
        var ar = SmallMatrices.reciprocalRoots(Arrays.copyOfRange(factors, 0, p));
        var ma = SmallMatrices.reciprocalRoots(negated(Arrays.copyOfRange(factors, p, p + q)));
        var sar = SmallMatrices.reciprocalRoots(Arrays.copyOfRange(factors, p + q, seasonalMa));
        var sma =
                SmallMatrices.reciprocalRoots(negated(Arrays.copyOfRange(factors, seasonalMa, seasonalMa + order.Q())));
        double ordinary = distance(ma, 1);
        double seasonal = distance(sma, order.period());
        return new Roots(
                Math.min(distance(ar, 1), distance(sar, order.period())),
                Math.min(ordinary, seasonal),
                order.D() > 0 ? ordinary : Math.min(ordinary, seasonal),
                Math.min(gap(ar, ma), gap(sar, sma)));
    }

    /** Whether automatic selection may choose the model: no root near the unit circle and no nearly cancelling pair. */
    boolean admissible() {
        return !nearUnit() && gap >= Diagnostics.NEAR_CANCELLING;
    }

    /** Whether a root is so close to the unit circle that a difference more or less could replace it. */
    boolean nearUnit() {
        return !(ar >= Diagnostics.NEAR_UNIT && unexplainedMa >= Diagnostics.NEAR_UNIT);
    }

    private static double[] negated(double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = -a[i];
        }
        return a;
    }

    private static double distance(double[][] reciprocals, int period) {
        double largest = 0;
        for (int i = 0; i < reciprocals[0].length; i++) {
            largest = Math.max(largest, Math.hypot(reciprocals[0][i], reciprocals[1][i]));
        }
        return Math.pow(largest, -1.0 / period) - 1;
    }

    private static double gap(double[][] left, double[][] right) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < left[0].length; i++) {
            for (int j = 0; j < right[0].length; j++) {
                smallest = Math.min(smallest, Math.hypot(left[0][i] - right[0][j], left[1][i] - right[1][j]));
            }
        }
        return smallest;
    }
}
