package dev.ecoin.feeds.coingecko;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * CoinGecko's plans with their hosts, key headers and limits, see https://docs.coingecko.com/reference/authentication
 * and .../common-errors-rate-limit. The limits change often; the configuration overrides them, see {@link Terms}.
 */
public enum Plan {
    /** No key. The rate depends on CoinGecko's load, about 5 to 15 calls a minute. */
    PUBLIC("https://api.coingecko.com/api/v3", null, 10, OptionalInt.empty(), 365),
    DEMO("https://api.coingecko.com/api/v3", "x-cg-demo-api-key", 30, OptionalInt.of(10_000), 365),
    /** The number of calls in a month depends on the purchased plan. */
    PRO("https://pro-api.coingecko.com/api/v3", "x-cg-pro-api-key", 250, OptionalInt.empty(), Integer.MAX_VALUE);

    final String url;
    final String keyHeader;
    final int callsPerMinute;
    final OptionalInt callsPerMonth;
    final int historyDays;

    Plan(String url, String keyHeader, int callsPerMinute, OptionalInt callsPerMonth, int historyDays) {
        this.url = url;
        this.keyHeader = keyHeader;
        this.callsPerMinute = callsPerMinute;
        this.callsPerMonth = callsPerMonth;
        this.historyDays = historyDays;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
