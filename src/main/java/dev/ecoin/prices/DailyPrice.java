package dev.ecoin.prices;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * A coin's snapshot at 00:00:00 UTC of a day, in the currency of the service.
 *
 * @param day UTC date
 * @param price positive
 * @param marketCap null if the source has none
 * @param volume of the 24 hours before; null if the source has none
 */
public record DailyPrice(LocalDate day, BigDecimal price, BigDecimal marketCap, BigDecimal volume) {

    public DailyPrice {
        Objects.requireNonNull(day, "day");
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("The price of " + day + " is " + price + ", but must be positive.");
        }
    }
}
