package dev.ecoin.forecasting.sarima;

import java.util.Arrays;

/**
 * Mean and standard error of each step ahead, on the scale of the fit. Standard errors include the uncertainty of
 * innovations and state, but not of parameters, as in R's {@code predict.Arima}. Arrays are copied in and out.
 *
 * @param mean expected value per step
 * @param standardError its standard error per step
 */
public record Prediction(double[] mean, double[] standardError) {

    public Prediction {
        if (mean.length != standardError.length) {
            throw new IllegalArgumentException(mean.length + " means, but " + standardError.length + " errors");
        }
        mean = mean.clone();
        standardError = standardError.clone();
    }

    /** Number of steps. */
    public int horizon() {
        return mean.length;
    }

    @Override
    public double[] mean() {
        return mean.clone();
    }

    @Override
    public double[] standardError() {
        return standardError.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prediction that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(standardError, that.standardError);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(standardError);
    }
}
