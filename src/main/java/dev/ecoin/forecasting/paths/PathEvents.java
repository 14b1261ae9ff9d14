package dev.ecoin.forecasting.paths;

/** What happens along simulated paths of one series: looks at every day, not only at the last. */
public final class PathEvents {

    private PathEvents() {}

    /**
     * Paths that come to a bound on some day.
     *
     * @param prices {@code [day][path]}
     * @param above reached by a price at or above it; positive infinity for none
     * @param below reached by a price at or below it; negative infinity for none
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
     * The deepest fall of each path from the highest price before.
     *
     * @param start the price before the first day, which counts as one to fall from
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
