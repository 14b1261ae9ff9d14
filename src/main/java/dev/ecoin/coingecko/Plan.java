package dev.ecoin.coingecko;

import java.time.LocalDate;

/**
 * CoinGecko's plans with their hosts, key headers and limits, see https://docs.coingecko.com/reference/authentication
 * and .../common-errors-rate-limit. The limits change often; the configuration overrides the rate.
 */
public enum Plan {
    /** No key. The rate depends on CoinGecko's load, about 5 to 15 calls a minute. */
    PUBLIC("https://api.coingecko.com/api/v3", null, 10, 365),
    DEMO("https://api.coingecko.com/api/v3", "x-cg-demo-api-key", 30, 365),
    PRO("https://pro-api.coingecko.com/api/v3", "x-cg-pro-api-key", 250, Integer.MAX_VALUE);

    private static final LocalDate FIRST_DAY_ON_COINGECKO = LocalDate.of(2013, 4, 28);

    final String url;
    final String keyHeader;
    final int callsPerMinute;
    private final int historyDays;

    Plan(String url, String keyHeader, int callsPerMinute, int historyDays) {
        this.url = url;
        this.keyHeader = keyHeader;
        this.callsPerMinute = callsPerMinute;
        this.historyDays = historyDays;
    }

    /** The first day that the plan shows on the given day. */
    public LocalDate firstDay(LocalDate today) {
        if (historyDays == Integer.MAX_VALUE) {
            return FIRST_DAY_ON_COINGECKO;
        }
        // The window is counted back from the present moment, so its first day has already lost its 00:00.
        return today.minusDays(historyDays - 1L);
    }
}
