package dev.ecoin.forecasting.sarima;

import java.util.ArrayList;

/**
 * How later observations determine the missing ones of the d + D m levels before the first difference. This depends on
 * the gaps and the differencing alone.
 *
 * @param logs logarithm of the absolute determinant of that linear system: half the logarithms of the levels' diffuse
 *     variances
 * @param undetermined number of levels that no observation determines
 */
record InitialLevels(double logs, int undetermined) {

    private static final double NEGLIGIBLE = 1e-9;

    /**
     * Eliminates, in order of time, the effects of the missing levels on the observations.
     *
     * @param values NaN where missing
     * @param delta as of {@link ArmaPolynomials#differencing}
     */
    static InitialLevels of(double[] values, double[] delta) {
        int levels = Math.min(delta.length, values.length);
        int missing = 0;
        var effects = new double[values.length][];
        for (int t = 0; t < levels; t++) {
            missing += Double.isNaN(values[t]) ? 1 : 0;
        }
        for (int t = 0, j = 0; t < levels; t++) {
            effects[t] = new double[missing];
            if (Double.isNaN(values[t])) {
                effects[t][j++] = 1;
            }
        }
        var rows = new ArrayList<double[]>();
        var pivots = new ArrayList<Integer>();
        double logs = 0;
        int undetermined = missing + delta.length - levels;
        for (int t = levels; t < values.length && rows.size() < missing; t++) {
            effects[t] = new double[missing];
            for (int lag = 1; lag <= delta.length; lag++) {
                if (delta[lag - 1] != 0) {
                    LaggedProducts.add(delta[lag - 1], effects[t - lag], effects[t], missing);
                }
            }
            if (Double.isNaN(values[t])) {
                continue;
            }
            double[] row = effects[t].clone();
            for (int i = 0; i < rows.size(); i++) {
                int pivot = pivots.get(i);
                LaggedProducts.add(-(row[pivot] / rows.get(i)[pivot]), rows.get(i), row, missing);
            }
            int largest = 0;
            for (int j = 0; j < missing; j++) {
                largest = Math.abs(row[j]) > Math.abs(row[largest]) ? j : largest;
            }
            if (Math.abs(row[largest]) > NEGLIGIBLE) {
                rows.add(row);
                pivots.add(largest);
                logs += Math.log(Math.abs(row[largest]));
                undetermined--;
            }
        }
        return new InitialLevels(logs, undetermined);
    }
}
