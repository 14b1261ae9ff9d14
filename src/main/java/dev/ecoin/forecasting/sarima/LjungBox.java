package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.GammaFunction;

/**
 * Portmanteau test for residual autocorrelation (Ljung and Box 1978).
 *
 * @param statistic Q
 * @param lags number of autocorrelations in Q
 * @param degreesOfFreedom lags minus the number of estimated ARMA coefficients, at least 1
 * @param pValue probability of a larger Q without autocorrelation; NaN if there are too few residuals
 */
public record LjungBox(double statistic, int lags, int degreesOfFreedom, double pValue) {

    /**
     * Tests residuals, NaN where missing.
     *
     * @param lags number of autocorrelations
     * @param coefficients number of estimated ARMA coefficients
     */
    static LjungBox of(double[] residuals, int lags, int coefficients) {
        int n = 0;
        double mean = 0;
        for (double residual : residuals) {
            if (!Double.isNaN(residual)) {
                n++;
                mean += residual;
            }
        }
        mean /= n;
        double variance = 0;
        for (double residual : residuals) {
            if (!Double.isNaN(residual)) {
                variance += (residual - mean) * (residual - mean);
            }
        }
        double sum = 0;
        for (int lag = 1; lag <= lags; lag++) {
            double product = 0;
            for (int t = lag; t < residuals.length; t++) {
                double term = (residuals[t] - mean) * (residuals[t - lag] - mean);
                if (!Double.isNaN(term)) {
                    product += term;
                }
            }
            double r = product / variance;
            sum += r * r / (n - lag);
        }
        double statistic = n * (n + 2.0) * sum;
        int freedom = Math.max(1, lags - coefficients);
        return new LjungBox(statistic, lags, freedom, GammaFunction.upperRegularised(0.5 * freedom, 0.5 * statistic));
    }

    /**
     * Number of lags to test: two seasons, or ten without a season, at most a fifth of the observations (Hyndman and
     * Athanasopoulos 2021, ch. 5.4).
     */
    static int lags(int observations, int period) {
        return Math.max(1, Math.min(period > 1 ? 2 * period : 10, observations / 5));
    }
}
