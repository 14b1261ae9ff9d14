package dev.ecoin.risk;

import dev.ecoin.prices.PriceDigits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds computed values to the digits worth showing. */
final class Shown {

    private static final MathContext PROBABILITY_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    /** Finer than any model's tail accuracy. */
    private static final int PROBABILITY_DECIMALS = 9;

    private static final int PERCENT_DECIMALS = 4;
    private static final int CENTS = 2;

    private Shown() {}

    static BigDecimal probability(double probability) {
        return BigDecimal.valueOf(probability)
                .round(PROBABILITY_DIGITS)
                .setScale(PROBABILITY_DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
    }

    static BigDecimal percent(double value) {
        return BigDecimal.valueOf(value).setScale(PERCENT_DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** null if the value is not finite. */
    static BigDecimal price(double value) {
        return Double.isFinite(value) ? PriceDigits.round(value) : null;
    }

    /** An amount of money to the cent, smaller amounts with the digits of a price; null if the value is not finite. */
    static BigDecimal money(double value) {
        var shown = price(value);
        return shown == null || shown.abs().compareTo(BigDecimal.ONE) < 0
                ? shown
                : BigDecimal.valueOf(value).setScale(CENTS, RoundingMode.HALF_EVEN);
    }
}
