package dev.ecoin.forecasting.sarima;

/**
 * Test of a random walk against a series that returns to its mean (Dickey and Fuller 1979): the regression of changes on the
 * value before and a constant.
 */
final class DickeyFuller {

    /** 5% point of the statistic with a constant (MacKinnon 2010, table 2). */
    private static final double FIVE_PERCENT = -2.86;

    private DickeyFuller() {}

    /** Whether the series returns to its mean faster than 95% of random walks seem to. */
    static boolean rejectsRandomWalk(double[] values) {
        return statistic(values) < FIVE_PERCENT;
    }

    /**
     * The coefficient of the value before, divided by its standard error.
     *
     * @param values NaN where missing; changes over a gap are left out
     */
    static double statistic(double[] values) {
        int n = 0;
        double before = 0;
        double change = 0;
        for (int t = 1; t < values.length; t++) {
            double difference = values[t] - values[t - 1];
            if (!Double.isNaN(difference)) {
                n++;
                before += values[t - 1];
                change += difference;
            }
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int t = 1; t < values.length; t++) {
            double y = values[t] - values[t - 1] - change / n;
            if (!Double.isNaN(y)) {
                double x = values[t - 1] - before / n;
                xx += x * x;
                xy += x * y;
                yy += y * y;
            }
        }
        double coefficient = xy / xx;
        return coefficient / Math.sqrt((yy - coefficient * xy) / (n - 2) / xx);
    }
}
