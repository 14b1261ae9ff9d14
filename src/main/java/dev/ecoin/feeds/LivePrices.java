package dev.ecoin.feeds;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** Prices of yesterday computed from live ones: near the exact ones, and those of many coins in one call. */
public interface LivePrices {

    int coinsPerCall();

    /** Whether live prices of this moment tell anything about a day. */
    boolean tellADay();

    /**
     * The coins' prices of the day, by id; coins that have none are left out.
     *
     * @param coins at most {@link #coinsPerCall}
     * @throws FeedException once retries are of no use or used up
     */
    Map<String, DailyPoint> near(LocalDate day, Collection<String> coins, Caller caller);
}
