package dev.ecoin.feeds;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A feed's price at 00:00 UTC of a day, in the configured currency and with the digits that the feed sent.
 *
 * @param marketCap null if the feed has none
 * @param volume of the 24 hours before, null if the feed has none
 */
public record DailyPoint(LocalDate day, BigDecimal price, BigDecimal marketCap, BigDecimal volume) {

    /**
     * Maximum number of digits before and after the point; amounts of money never have more, and more could not be
     * computed with.
     */
    private static final int MOST_DIGITS = 100;

    /** Values that are not amounts of money count as missing. */
    public DailyPoint {
        marketCap = isAmount(marketCap) && marketCap.signum() >= 0 ? marketCap : null;
        volume = isAmount(volume) && volume.signum() >= 0 ? volume : null;
    }

    /** Whether its price is plausible: positive, with a limited number of digits on either side of the point. */
    public boolean isPriced() {
        return price.signum() > 0 && isAmount(price);
    }

    /** Whether the number can be stored and computed with. */
    public static boolean isAmount(BigDecimal number) {
        return number != null
                && number.scale() < MOST_DIGITS
                && (long) number.precision() - number.scale() < MOST_DIGITS;
    }
}
