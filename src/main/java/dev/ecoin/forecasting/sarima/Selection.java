package dev.ecoin.forecasting.sarima;

/**
 * Settings of automatic order selection.
 *
 * @param period steps in a season, 1 for none
 * @param largestOrder bound on p and on q
 * @param largestSeasonalOrder bound on P and on Q
 * @param largestSum bound on p + q + P + Q
 * @param largestDifference bound on d
 * @param exhaustive whether to try every order within the bounds instead of stepping from good ones to neighbours
 * @param constant whether a mean or drift may be included where it is identified
 * @param parsimonious whether differences are taken twice only if the KPSS test demands it at 1% instead of 5%; whether, in
 *     series of more than 100 observations, the random walk is preferred to an order that is not clearly better both in AICc
 *     and in the errors of forecasts from origins in the newer half of the series (in those of fewer than 150, AICc may do; a
 *     test that rejects the random walk for a return to the mean always does);
 *     and whether otherwise the order of fewest parameters is taken among those whose AICc is within 1 of the lowest, but none
 *     without the mean that the lowest has, and none worse than what the search begins with
 * @param logarithms whether the values are logarithms, of which differences are taken twice only if there are 50 observations
 *     and the KPSS test demands it at 0.1%: what grows ever faster on that scale soon leaves all bounds
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

    /** The usual settings for a season. */
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

    /** The same, trying every order within the bounds. */
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

    /** The same without mean or drift. */
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

    /** The same with fewer differences at most. */
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

    /** The same by AICc and tests at 5% alone, as {@code auto.arima} selects. */
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

    /** The same for values that are logarithms. */
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
