package dev.ecoin.prices;

import dev.ecoin.database.JobDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Metrics of coins, read from the database, so that every replica reports the same values. */
@ApplicationScoped
public class CoinGauges {

    private final JobDatabase database;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final MultiGauge states;
    private final MultiGauge newest;

    CoinGauges(JobDatabase database, CoinRepository coins, PriceRepository prices, MeterRegistry metrics) {
        this.database = database;
        this.coins = coins;
        this.prices = prices;
        states = MultiGauge.builder("ecoin.coins").description("Coins by state").register(metrics);
        newest = MultiGauge.builder("ecoin.prices.newest.timestamp")
                .baseUnit("seconds")
                .description("The day of the newest stored price of each active coin")
                .register(metrics);
    }

    /** Updates the gauges; blocks. */
    public void show() {
        states.register(rows(database.transaction(coins::countByState)), true);
        newest.register(rows(database.transaction(coins::ids), database.transaction(prices::lastDays)), true);
    }

    private static List<Row<?>> rows(Map<CoinState, Long> counts) {
        return counts.entrySet().stream()
                .<Row<?>>map(count -> Row.of(Tags.of("state", count.getKey().label()), count.getValue()))
                .toList();
    }

    /**
     * One row per coin that has a day: the start of that day in UTC, in seconds since 1970.
     *
     * @param active coins that are crawled and trained; the days of others no longer change
     */
    public static List<Row<?>> rows(Collection<String> active, Map<String, LocalDate> days) {
        return active.stream()
                .filter(days::containsKey)
                .<Row<?>>map(coin -> Row.of(
                        Tags.of("coin", coin),
                        days.get(coin).atStartOfDay(ZoneOffset.UTC).toEpochSecond()))
                .toList();
    }
}
