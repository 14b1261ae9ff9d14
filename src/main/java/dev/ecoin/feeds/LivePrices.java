package dev.ecoin.feeds;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** Yesterday's prices computed from live ones: close to the exact ones, and for many coins in one call. */
public interface LivePrices {

    int coinsPerCall();

    /** Whether a day's price can be computed from live prices of this moment. */
    boolean tellADay();

    /**
     * The coins' prices of the day, by id; coins without one are left out.
     *
     * @param coins at most {@link #coinsPerCall}
     * @throws FeedException if a retry would not help or no retries are left
     */
    Map<String, DailyPoint> near(LocalDate day, Collection<String> coins, Caller caller);
}
