package dev.ecoin.risk;

import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.paths.PathEvents;
import dev.ecoin.forecasting.paths.PathShare;
import dev.ecoin.forecasting.paths.PricePaths;
import java.math.BigDecimal;

/** Chances of a coin's price, with the digits that the endpoints show. A bound may be null for none. */
public final class Chances {

    /** Decimals of a return in percent, and the bounds that it lies between. */
    public static final int RETURN_DECIMALS = 6;

    public static final BigDecimal TOTAL_LOSS = BigDecimal.valueOf(-100);
    public static final BigDecimal MOST_PERCENT = BigDecimal.TEN.pow(15);

    private Chances() {}

    /** The probability of a price above and below the bounds. */
    public static BigDecimal probability(ForecastDistribution distribution, BigDecimal above, BigDecimal below) {
        var lower = below == null ? 1 : distribution.probabilityBelow(below.doubleValue());
        var higher = above == null ? 1 : distribution.probabilityAbove(above.doubleValue());
        return Shown.probability(Math.max(0, lower + higher - 1));
    }

    /** The probability of a price at or beyond either bound on some day of the first coin's paths. */
    public static BigDecimal touch(PricePaths paths, BigDecimal above, BigDecimal below) {
        return Shown.probability(touching(paths, above, below).probability());
    }

    static PathShare touching(PricePaths paths, BigDecimal above, BigDecimal below) {
        return PathEvents.touching(
                paths.prices(0),
                above == null ? Double.POSITIVE_INFINITY : above.doubleValue(),
                below == null ? Double.NEGATIVE_INFINITY : below.doubleValue());
    }

    /** The price after a return in percent. */
    public static BigDecimal price(BigDecimal percent, double lastPrice) {
        return BigDecimal.valueOf(lastPrice)
                .multiply(BigDecimal.ONE.add(percent.movePointLeft(2)))
                .stripTrailingZeros();
    }
}
