package dev.ecoin.feeds;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A source of daily prices. A further one is a bean of this type in a package of its own: {@link Feeds} finds it by its
 * type, {@code ecoin.feeds} names it. Calls block and store nothing.
 */
public interface PriceFeed {

    /** As the configuration names it, and as the source of its prices; lower case, such as {@code binance}. */
    String name();

    /** As people know it, such as Binance. */
    String title();

    /** Changes when other days may be served than before, such as with the plan. */
    String terms();

    /** The first day that it shows today. */
    LocalDate firstDay();

    /** It serves ranges of this many days in one call. */
    int daysPerCall();

    /** The rate of its calls. */
    Pace pace();

    /**
     * The prices at 00:00 UTC of the days in the range, ascending, in one successful call; days that it has no price of
     * are left out.
     *
     * @throws FeedException if a retry would not help or no retries are left
     */
    List<DailyPoint> dailyPrices(FeedCoin coin, LocalDate from, LocalDate to, Caller caller);

    /** Many coins' prices of yesterday in one call, if it serves such. */
    default Optional<LivePrices> livePrices() {
        return Optional.empty();
    }
}
