package dev.ecoin.forecasting.sarima;

/**
 * Solves {@code theta(B) Theta(B^m) e = x} forward in time, and its adjoint backward, factor by factor: q + Q
 * multiplications per step, fewer than with the expanded product. Mutable workspace; one per thread.
 */
final class MovingAverageInverse {

    private final int q;
    private final int seasonal;
    private final int period;
    private final double[] theta;
    private final double[] seasonalTheta;
    private final double[] work;

    /** Number of values before the start that {@link #forward} reads. */
    final int history;

    MovingAverageInverse(SarimaOrder order, int n) {
        q = order.q();
        seasonal = order.Q();
        period = order.period();
        theta = new double[q];
        seasonalTheta = new double[seasonal];
        history = seasonal * period + q;
        work = seasonal > 0 ? new double[n] : null;
    }

    /** Sets the factors ma and sma from a coefficient vector ar, ma, sar, sma. */
    void set(double[] factors, int arCount, int sarCount) {
        System.arraycopy(factors, arCount, theta, 0, q);
        System.arraycopy(factors, arCount + q + sarCount, seasonalTheta, 0, seasonal);
    }

    /**
     * Replaces x by e from {@code start} to {@code end}. The {@link #history} values before {@code start} must already
     * be e.
     */
    void forward(double[] e, int start, int end) {
        if (start >= end) {
            return;
        }
        if (seasonal == 0) {
            ordinary(e, e, start, end);
        } else if (q == 0) {
            seasonal(e, e, start, end);
        } else {
            for (int t = start - seasonal * period; t < start; t++) {
                double sum = e[t];
                for (int i = 1; i <= q; i++) {
                    sum += theta[i - 1] * e[t - i];
                }
                work[t] = sum;
            }
            seasonal(e, work, start, end);
            ordinary(work, e, start, end);
        }
    }

    private void seasonal(double[] x, double[] z, int start, int end) {
        if (seasonal == 1) {
            double only = seasonalTheta[0];
            for (int t = start; t < end; t++) {
                z[t] = x[t] - only * z[t - period];
            }
            return;
        }
        for (int t = start; t < end; t++) {
            double sum = x[t];
            for (int j = seasonal; j >= 1; j--) {
                sum -= seasonalTheta[j - 1] * z[t - j * period];
            }
            z[t] = sum;
        }
    }

    /** The latest value enters last, so that a step waits for only one multiplication and one subtraction. */
    private void ordinary(double[] z, double[] e, int start, int end) {
        switch (q) {
            case 0 -> {}
            case 1 -> {
                double c1 = theta[0];
                double e1 = e[start - 1];
                for (int t = start; t < end; t++) {
                    e1 = z[t] - c1 * e1;
                    e[t] = e1;
                }
            }
            case 2 -> {
                double c1 = theta[0];
                double c2 = theta[1];
                double e1 = e[start - 1];
                double e2 = e[start - 2];
                for (int t = start; t < end; t++) {
                    double now = z[t] - c2 * e2 - c1 * e1;
                    e2 = e1;
                    e1 = now;
                    e[t] = now;
                }
            }
            default -> {
                for (int t = start; t < end; t++) {
                    double sum = z[t];
                    for (int i = q; i >= 1; i--) {
                        sum -= theta[i - 1] * e[t - i];
                    }
                    e[t] = sum;
                }
            }
        }
    }

    /**
     * Solves {@code theta(F) Theta(F^m) a = b} in place, where F is the forward shift, with zeros from {@code end} on.
     */
    void backward(double[] a, int start, int end) {
        for (int t = end - 1; t >= start && seasonal > 1; t--) {
            double sum = a[t];
            for (int j = seasonal; j >= 1; j--) {
                if (t + j * period < end) {
                    sum -= seasonalTheta[j - 1] * a[t + j * period];
                }
            }
            a[t] = sum;
        }
        if (seasonal == 1) {
            double only = seasonalTheta[0];
            for (int t = end - 1 - period; t >= start; t--) {
                a[t] -= only * a[t + period];
            }
        }
        switch (q) {
            case 0 -> {}
            case 1 -> {
                double c1 = theta[0];
                double a1 = 0;
                for (int t = end - 1; t >= start; t--) {
                    a1 = a[t] - c1 * a1;
                    a[t] = a1;
                }
            }
            case 2 -> {
                double c1 = theta[0];
                double c2 = theta[1];
                double a1 = 0;
                double a2 = 0;
                for (int t = end - 1; t >= start; t--) {
                    double now = a[t] - c2 * a2 - c1 * a1;
                    a2 = a1;
                    a1 = now;
                    a[t] = now;
                }
            }
            default -> {
                for (int t = end - 1; t >= start; t--) {
                    double sum = a[t];
                    for (int i = Math.min(q, end - 1 - t); i >= 1; i--) {
                        sum -= theta[i - 1] * a[t + i];
                    }
                    a[t] = sum;
                }
            }
        }
    }
}
