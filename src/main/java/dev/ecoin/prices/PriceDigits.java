package dev.ecoin.prices;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds computed prices to the digits worth showing. */
public final class PriceDigits {

    private static final int CENTS = 2;
    private static final MathContext SIGNIFICANT = new MathContext(6, RoundingMode.HALF_EVEN);

    private PriceDigits() {}

    /** The price to two decimals or to six significant digits, whichever is finer. */
    public static BigDecimal round(double price) {
        var exact = BigDecimal.valueOf(price);
        var cents = exact.setScale(CENTS, RoundingMode.HALF_EVEN);
        return cents.precision() >= SIGNIFICANT.getPrecision() ? cents : exact.round(SIGNIFICANT);
    }
}
