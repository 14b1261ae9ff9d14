package dev.ecoin.forecasting.sarima;

/**
 * Settings of automatic order selection.
 *
 * @param period steps in a season, 1 for none
 * @param largestOrder bound on p and on q
 * @param largestSeasonalOrder bound on P and on Q
 * @param largestSum bound on p + q + P + Q
 * @param largestDifference bound on d
 * @param exhaustive whether to try every order within the bounds instead of a stepwise search
 * @param constant whether a mean or drift may be included if identified
 * @param parsimonious whether to require stronger evidence for larger orders. A second difference needs the KPSS test
 *     at 1% instead of 5%. In series of more than 100 observations, the random walk is preferred unless an order is
 *     clearly better both in AICc and in the errors of forecasts from origins in the newer half; with fewer than 150,
 *     AICc may suffice, and a test that rejects the random walk for mean reversion always does. Otherwise the order
 *     with the fewest parameters wins among those with an AICc within 1 of the lowest, provided it keeps the mean of
 *     the lowest and is not worse than the starting orders
 * @param logarithms whether the values are logarithms. A second difference then needs 50 observations and the KPSS test
 *     at 0.1%, because accelerating growth on that scale soon exceeds all bounds
 */
public record Selection(
        int period,
        int largestOrder,
        int largestSeasonalOrder,
        int largestSum,
        int largestDifference,
        boolean exhaustive,
        boolean constant,
        boolean parsimonious,
        boolean logarithms) {

    /** Bounds of Hyndman and Khandakar (2008), the sum as in fable. */
    private static final int LARGEST_ORDER = 5;

    private static final int LARGEST_SEASONAL_ORDER = 2;
    private static final int LARGEST_SUM = 6;
    private static final int LARGEST_DIFFERENCE = 2;

    public Selection {
        if (period < 1 || period > SarimaOrder.MAX_PERIOD) {
            throw new IllegalArgumentException(
                    "period must be between 1 and " + SarimaOrder.MAX_PERIOD + ", not " + period);
        }
        if (largestDifference < 0 || largestDifference > 2) {
            throw new IllegalArgumentException("d must be between 0 and 2, not " + largestDifference);
        }
        if (largestOrder < 0 || largestSeasonalOrder < 0 || largestSum < 0) {
            throw new IllegalArgumentException("bounds must not be negative");
        }
    }

    /** The default settings for a period. */
    public static Selection of(int period) {
        return new Selection(
                period,
                LARGEST_ORDER,
                LARGEST_SEASONAL_ORDER,
                LARGEST_SUM,
                LARGEST_DIFFERENCE,
                false,
                true,
                true,
                false);
    }

    /** The same settings, but trying every order within the bounds. */
    public Selection exhaustively() {
        return new Selection(
                period,
                largestOrder,
                largestSeasonalOrder,
                largestSum,
                largestDifference,
                true,
                constant,
                parsimonious,
                logarithms);
    }

    /** The same settings without mean or drift. */
    public Selection withoutConstant() {
        return new Selection(
                period,
                largestOrder,
                largestSeasonalOrder,
                largestSum,
                largestDifference,
                exhaustive,
                false,
                parsimonious,
                logarithms);
    }

    /** The same settings with a lower bound on d. */
    public Selection differencingAtMost(int largest) {
        return new Selection(
                period,
                largestOrder,
                largestSeasonalOrder,
                largestSum,
                largest,
                exhaustive,
                constant,
                parsimonious,
                logarithms);
    }

    /** The same settings without {@code parsimonious}: AICc and tests at 5% decide alone, as in {@code auto.arima}. */
    public Selection byInformationAlone() {
        return new Selection(
                period,
                largestOrder,
                largestSeasonalOrder,
                largestSum,
                largestDifference,
                exhaustive,
                constant,
                false,
                logarithms);
    }

    /** The same settings for values that are logarithms. */
    public Selection ofLogarithms() {
        return new Selection(
                period,
                largestOrder,
                largestSeasonalOrder,
                largestSum,
                largestDifference,
                exhaustive,
                constant,
                parsimonious,
                true);
    }
}
