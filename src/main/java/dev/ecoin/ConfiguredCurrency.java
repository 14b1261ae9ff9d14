package dev.ecoin;

import dev.ecoin.configuration.Currency;
import dev.ecoin.configuration.CurrencyConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Lets every part ask for the {@link Currency} of the prices. */
final class ConfiguredCurrency {

    @Produces
    @Singleton
    Currency currency(CurrencyConfig config) {
        return config.currency();
    }
}
