package dev.ecoin.forecasting.sarima;

/** Loops over several lags at once, to share memory passes and hide the latency of additions. */
final class LaggedProducts {

    private LaggedProducts() {}

    /** {@code to[t] = from[t] - sum of coefficient[lag - 1] from[t - lag]} over the lags, for t from start to end. */
    static void filter(double[] coefficients, int[] lags, double[] from, double[] to, int start, int end) {
        int k = 0;
        double[] base = from;
        for (; k + 3 <= lags.length; k += 3) {
            three(base, from, coefficients, lags, k, to, start, end);
            base = to;
        }
        for (; k < lags.length; k++) {
            double c = coefficients[lags[k] - 1];
            int lag = lags[k];
            for (int t = start; t < end; t++) {
                to[t] = base[t] - c * from[t - lag];
            }
            base = to;
        }
        if (base == from) {
            System.arraycopy(from, start, to, start, end - start);
        }
    }

    private static void three(
            double[] base, double[] from, double[] coefficients, int[] lags, int k, double[] to, int start, int end) {
        int l0 = lags[k];
        int l1 = lags[k + 1];
        int l2 = lags[k + 2];
        double c0 = coefficients[l0 - 1];
        double c1 = coefficients[l1 - 1];
        double c2 = coefficients[l2 - 1];
        for (int t = start; t < end; t++) {
            to[t] = base[t] - c0 * from[t - l0] - c1 * from[t - l1] - c2 * from[t - l2];
        }
    }

    /** {@code result[lag - 1] -= sum of a[t] b[t - lag]} for every lag, over t from start to end. */
    static void subtractProducts(double[] a, double[] b, int[] lags, double[] result, int start, int end) {
        int k = 0;
        for (; k + 3 <= lags.length; k += 3) {
            int l0 = lags[k];
            int l1 = lags[k + 1];
            int l2 = lags[k + 2];
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            for (int t = start; t < end; t++) {
                double value = a[t];
                s0 += value * b[t - l0];
                s1 += value * b[t - l1];
                s2 += value * b[t - l2];
            }
            result[l0 - 1] -= s0;
            result[l1 - 1] -= s1;
            result[l2 - 1] -= s2;
        }
        for (; k < lags.length; k++) {
            result[lags[k] - 1] -= product(a, b, lags[k], start, end);
        }
    }

    /** Sum of {@code a[t] b[t - lag]} over t from start to end. */
    static double product(double[] a, double[] b, int lag, int start, int end) {
        double even = 0;
        double odd = 0;
        int t = start;
        if ((end - start) % 2 != 0) {
            even = a[t] * b[t - lag];
            t++;
        }
        for (; t < end; t += 2) {
            even += a[t] * b[t - lag];
            odd += a[t + 1] * b[t + 1 - lag];
        }
        return even + odd;
    }

    /** {@code to[i] += factor * x[i]} for the first n elements. */
    static void add(double factor, double[] x, double[] to, int n) {
        add(factor, x, to, 0, n);
    }

    /** The same with the elements of {@code to} from {@code at} on. */
    static void add(double factor, double[] x, double[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] += factor * x[i];
        }
    }
}
