package dev.ecoin.forecasting.sarima;

/**
 * Starting point by two regressions (Hannan and Rissanen 1982): a long autoregression, by the Durbin-Levinson
 * recursion, for the innovations; then the series on lags of itself and of the innovations. Only lags with a free
 * coefficient in the product of the seasonal and ordinary polynomials are used; the subsequent search fits the cross
 * products.
 */
final class HannanRissanen {

    private static final int LONGEST = 60;

    private HannanRissanen() {}

    /**
     * Factor coefficients (ar, ma, sar, sma), not necessarily admissible.
     *
     * @param series the differenced series
     * @param centred whether to subtract its mean
     * @return null if the series is too short or the regression is singular
     */
    static double[] start(double[] series, boolean centred, SarimaOrder order) {
        int k = order.coefficients();
        int n = series.length;
        int deepest = Math.max(Math.max(order.p(), order.q()), Math.max(order.P(), order.Q()) * order.period());
        int innovations = order.q() + order.Q();
        int longLag =
                innovations == 0 ? 0 : Math.min(LONGEST, Math.max(deepest + order.q(), (int) (5 * Math.log10(n))));
        int from = longLag + deepest;
        if (k == 0 || n - from < 2 * k + 2) {
            return null;
        }
        double[] y = centred ? lessMean(series) : series;
        double[] e = innovations == 0 ? y : innovations(y, longLag);
        var lags = new int[k];
        var own = new boolean[k];
        int next = 0;
        int[] counts = {order.p(), order.q(), order.P(), order.Q()};
        for (int f = 0; f < 4; f++) {
            for (int i = 1; i <= counts[f]; i++) {
                lags[next] = f < 2 ? i : i * order.period();
                own[next] = f % 2 == 0;
                next++;
            }
        }
        var normal = new double[k][k];
        var right = new double[k];
        for (int i = 0; i < k; i++) {
            double[] left = own[i] ? y : e;
            for (int j = 0; j <= i; j++) {
                normal[i][j] = product(left, lags[i], own[j] ? y : e, lags[j], from);
                normal[j][i] = normal[i][j];
            }
            right[i] = product(left, lags[i], y, 0, from);
        }
        return SmallMatrices.leastSquares(normal, right);
    }

    private static double product(double[] a, int aLag, double[] b, int bLag, int from) {
        double even = 0;
        double odd = 0;
        int t = from;
        for (; t + 1 < a.length; t += 2) {
            even += a[t - aLag] * b[t - bLag];
            odd += a[t + 1 - aLag] * b[t + 1 - bLag];
        }
        return t < a.length ? even + odd + a[t - aLag] * b[t - bLag] : even + odd;
    }

    private static double[] lessMean(double[] series) {
        double mean = 0;
        for (double value : series) {
            mean += value / series.length;
        }
        var result = new double[series.length];
        for (int t = 0; t < result.length; t++) {
            result[t] = series[t] - mean;
        }
        return result;
    }

    /** Residuals of the long autoregression; the first {@code longLag} are undefined. */
    private static double[] innovations(double[] y, int longLag) {
        var covariance = new double[longLag + 1];
        for (int lag = 0; lag <= longLag; lag++) {
            covariance[lag] = product(y, lag, y, 0, lag);
        }
        var ar = new double[longLag + 1];
        var previous = new double[longLag + 1];
        double variance = covariance[0];
        for (int m = 1; m <= longLag && variance > 1e-12 * covariance[0]; m++) {
            double sum = covariance[m];
            for (int j = 1; j < m; j++) {
                sum -= ar[j] * covariance[m - j];
            }
            double partial = sum / variance;
            System.arraycopy(ar, 0, previous, 0, m);
            for (int j = 1; j < m; j++) {
                ar[j] = previous[j] - partial * previous[m - j];
            }
            ar[m] = partial;
            variance *= (1 - partial) * (1 + partial);
        }
        var result = y.clone();
        for (int j = 1; j <= longLag; j++) {
            double coefficient = ar[j];
            for (int t = longLag; t < y.length; t++) {
                result[t] -= coefficient * y[t - j];
            }
        }
        return result;
    }
}
