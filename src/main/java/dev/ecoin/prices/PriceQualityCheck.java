package dev.ecoin.prices;

import dev.ecoin.configuration.Currency;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;

/** Checks a coin's prices after a change. */
@ApplicationScoped
public class PriceQualityCheck {

    private final PriceRepository prices;
    private final Currency currency;

    PriceQualityCheck(PriceRepository prices, Currency currency) {
        this.prices = prices;
        this.currency = currency;
    }

    /**
     * Findings in the coin's prices on the given day and later, in one line for the log; or empty. Older days only
     * serve for comparison, because the log warned about them when they were stored. Blocks.
     */
    public Optional<String> warning(String coin, LocalDate since) {
        return PriceQuality.of(coin, currency, prices.prices(coin)).warning(since);
    }
}
