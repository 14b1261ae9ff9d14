package dev.ecoin.feeds;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A source of daily prices. To add one, write a bean of this type in its own package, which {@link Feeds} finds, and
 * name it in {@code ecoin.feeds}. Calls block and store nothing.
 */
public interface PriceFeed {

    /** Name in the configuration and source of its prices; lower case, such as {@code binance}. */
    String name();

    /** Name for people, such as Binance. */
    String title();

    /** Changes when the available days may have changed, such as with the plan. */
    String terms();

    /** The first day that the feed shows today. */
    LocalDate firstDay();

    /** Maximum number of days in one call. */
    int daysPerCall();

    /** The rate of its calls. */
    Pace pace();

    /**
     * The prices at 00:00 UTC of the days in the range, ascending, in one successful call; days without a price are
     * left out.
     *
     * @throws FeedException if a retry would not help or no retries are left
     */
    List<DailyPoint> dailyPrices(FeedCoin coin, LocalDate from, LocalDate to, Caller caller);

    /** Yesterday's prices of many coins in one call, if the feed supports it. */
    default Optional<LivePrices> livePrices() {
        return Optional.empty();
    }
}
