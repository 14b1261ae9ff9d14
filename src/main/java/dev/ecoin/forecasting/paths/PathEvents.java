package dev.ecoin.forecasting.paths;

/** Events on simulated paths of one series. They depend on every day of a path, not only on the last. */
public final class PathEvents {

    private PathEvents() {}

    /**
     * Counts the paths that reach a bound on any day.
     *
     * @param prices {@code [day][path]}
     * @param above reached by a price at or above it; positive infinity for no bound
     * @param below reached by a price at or below it; negative infinity for no bound
     */
    public static PathShare touching(double[][] prices, double above, double below) {
        int paths = prices[0].length;
        int count = 0;
        for (int path = 0; path < paths; path++) {
            int day = 0;
            while (day < prices.length && prices[day][path] < above && prices[day][path] > below) {
                day++;
            }
            count += day < prices.length ? 1 : 0;
        }
        return new PathShare(count, paths);
    }

    /**
     * Maximum drawdown of each path: the largest fall from the highest earlier price.
     *
     * @param start the price before the first day, the first candidate for the highest price
     * @param prices {@code [day][path]}
     * @return by path, as a share of the highest price, from 0 to 1
     */
    public static double[] drawdowns(double start, double[][] prices) {
        var falls = new double[prices[0].length];
        for (int path = 0; path < falls.length; path++) {
            double highest = start;
            for (double[] day : prices) {
                double price = day[path];
                highest = Math.max(highest, price);
                falls[path] = Math.max(falls[path], 1 - price / highest);
            }
        }
        return falls;
    }
}
