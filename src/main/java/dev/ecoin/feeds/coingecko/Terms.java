package dev.ecoin.feeds.coingecko;

import dev.ecoin.feeds.Pace;
import java.net.URI;
import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * The plan's terms, as configured.
 *
 * @param keyHeader the header that carries the key, null if the plan has none
 * @param callsPerMinute maximum number of calls in any sliding minute
 * @param callsPerMonth maximum number of calls in a calendar month (UTC); empty if they are not counted
 * @param historyDays days that the plan shows, counted back from the present moment
 */
public record Terms(
        Plan plan, URI url, String keyHeader, int callsPerMinute, OptionalInt callsPerMonth, int historyDays) {

    private static final LocalDate FIRST_DAY_ON_COINGECKO = LocalDate.of(2013, 4, 28);

    static Terms of(CoinGeckoConfig config) {
        var plan = config.plan();
        return new Terms(
                plan,
                config.url().orElse(URI.create(plan.url)),
                config.keyHeader().orElse(plan.keyHeader),
                config.callsPerMinute().orElse(plan.callsPerMinute),
                config.callsPerMonth().map(OptionalInt::of).orElse(plan.callsPerMonth),
                config.historyDays().orElse(plan.historyDays));
    }

    /** Identifies the terms; differs if other days are shown. */
    public String name() {
        return plan.label() + ", " + (historyDays == Integer.MAX_VALUE ? "all" : historyDays) + " days";
    }

    /** The rate that the terms allow. */
    public Pace pace() {
        return Pace.of(plan.label(), callsPerMinute, callsPerMonth, "ecoin.coingecko.calls-per-month");
    }

    /** The first day shown on the given day. */
    public LocalDate firstDay(LocalDate today) {
        // The days are counted back from the present moment, so the first one has already lost its 00:00 price.
        var shown = historyDays == Integer.MAX_VALUE ? LocalDate.MIN : today.minusDays(historyDays - 1L);
        return shown.isBefore(FIRST_DAY_ON_COINGECKO) ? FIRST_DAY_ON_COINGECKO : shown;
    }
}
