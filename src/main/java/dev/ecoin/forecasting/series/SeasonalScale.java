package dev.ecoin.forecasting.series;

/** What scaled errors (MASE, MSIS) divide by (Hyndman and Koehler 2006). */
public final class SeasonalScale {

    private SeasonalScale() {}

    /** Mean absolute difference at a lag over the pairs where both values are present, NaN if there is none. */
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
