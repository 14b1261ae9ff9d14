package dev.ecoin.forecasting.series;

/** The denominator of scaled errors (MASE, MSIS; Hyndman and Koehler 2006). */
public final class SeasonalScale {

    private SeasonalScale() {}

    /** Mean absolute difference at a lag over the pairs with both values present; NaN if there are none. */
    public static double of(double[] values, int lag) {
        double sum = 0;
        int count = 0;
        for (int t = lag; t < values.length; t++) {
            double difference = Math.abs(values[t] - values[t - lag]);
            if (!Double.isNaN(difference)) {
                sum += difference;
                count++;
            }
        }
        return sum / count;
    }
}
