package dev.ecoin;

import dev.ecoin.configuration.Currency;
import dev.ecoin.configuration.CurrencyConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the {@link Currency} of the prices for injection. */
final class ConfiguredCurrency {

    @Produces
    @Singleton
    Currency currency(CurrencyConfig config) {
        return config.currency();
    }
}
