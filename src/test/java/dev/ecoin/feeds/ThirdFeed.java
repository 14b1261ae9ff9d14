package dev.ecoin.feeds;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * A complete example of another feed: this class, and its name in {@code ecoin.feeds}. It has no prices unless a test
 * adds some.
 */
@Singleton
public final class ThirdFeed implements PriceFeed {

    public static final String NAME = "third";

    private LocalDate firstDay = LocalDate.of(9999, 1, 1);
    private BigDecimal price;

    /** Adds a constant price from a day on. */
    public synchronized void show(LocalDate since, BigDecimal everyDay) {
        firstDay = since;
        price = everyDay;
    }

    public void hide() {
        show(LocalDate.of(9999, 1, 1), null);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "The third feed";
    }

    @Override
    public String terms() {
        return NAME;
    }

    @Override
    public synchronized LocalDate firstDay() {
        return firstDay;
    }

    @Override
    public int daysPerCall() {
        return 100;
    }

    @Override
    public Pace pace() {
        return Pace.of(NAME, 60, OptionalInt.empty(), "");
    }

    @Override
    public synchronized List<DailyPoint> dailyPrices(FeedCoin coin, LocalDate from, LocalDate to, Caller caller) {
        caller.calling();
        return from.datesUntil(to.plusDays(1))
                .map(day -> new DailyPoint(day, price, null, null))
                .toList();
    }
}
