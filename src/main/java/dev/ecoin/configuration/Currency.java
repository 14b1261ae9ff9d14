package dev.ecoin.configuration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The currency of prices: the same for all prices, market caps and volumes of a database.
 *
 * @param code as in CoinGecko, configuration and JSON, such as {@code eur}; texts use upper case
 */
public record Currency(@JsonValue String code) {

    /** Header with the currency, for answers in formats without a place for it. */
    public static final String HEADER = "Price-Currency";

    /** CoinGecko's {@code supported_vs_currencies}, in its order. */
    public static final List<String> CODES = List.of(
            "btc", "eth", "ltc", "bch", "bnb", "eos", "xrp", "xlm", "link", "dot", "yfi", "sol", "usd", "aed", "ars",
            "aud", "bdt", "bhd", "bmd", "brl", "cad", "chf", "clp", "cny", "czk", "dkk", "eur", "gbp", "gel", "hkd",
            "huf", "idr", "ils", "inr", "jpy", "krw", "kwd", "lkr", "mmk", "mxn", "myr", "ngn", "nok", "nzd", "php",
            "pkr", "pln", "rub", "sar", "sek", "sgd", "thb", "try", "twd", "uah", "vef", "vnd", "zar", "xdr", "xag",
            "xau", "bits", "sats");

    /**
     * @throws IllegalArgumentException with the valid values, if CoinGecko has no prices in the currency
     */
    public static Currency of(String text) {
        return Values.read(
                text,
                "one of " + String.join(", ", CODES),
                code -> new Currency(code.toLowerCase(Locale.ROOT)),
                currency -> CODES.contains(currency.code));
    }

    /** As used in texts, such as {@code EUR}. */
    @Override
    public String toString() {
        return code.toUpperCase(Locale.ROOT);
    }
}
