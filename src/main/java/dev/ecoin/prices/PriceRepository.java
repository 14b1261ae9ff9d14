package dev.ecoin.prices;

import dev.ecoin.database.Deadlocks;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The table {@code daily_price}. */
@ApplicationScoped
public class PriceRepository {

    // The parts of one statement see the table as it was before it: the former figures are read before they are
    // replaced.
    private static final String STORE = """
            WITH offered AS (
                SELECT $1::text AS coin, day, price, market_cap, volume, $2::text::price_source AS source
                FROM unnest($3::date[], $4::numeric[], $5::numeric[], $6::numeric[])
                    AS d (day, price, market_cap, volume)
            ), corrected AS (
                INSERT INTO price_correction (coin, day, price, market_cap, volume, stored_at)
                SELECT stored.coin, stored.day, stored.price, stored.market_cap, stored.volume, stored.stored_at
                FROM daily_price AS stored JOIN offered USING (coin, day)
                WHERE offered.source = 'coingecko' AND stored.source = 'coingecko'
                  AND (offered.price, offered.market_cap, offered.volume)
                      IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume)
                RETURNING day
            ), changed AS (
                INSERT INTO daily_price AS stored (coin, day, price, market_cap, volume, source)
                SELECT coin, day, price, market_cap, volume, source FROM offered ORDER BY day
                ON CONFLICT (coin, day) DO UPDATE
                SET price = excluded.price, market_cap = excluded.market_cap, volume = excluded.volume,
                    source = excluded.source, stored_at = now()
                WHERE excluded.source >= stored.source
                  AND (excluded.price, excluded.market_cap, excluded.volume, excluded.source)
                      IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume, stored.source)
                RETURNING day
            )
            SELECT (SELECT count(*) FROM changed) AS changed, (SELECT count(*) FROM corrected) AS corrected
            """;

    /**
     * What storing did.
     *
     * @param changed days added or changed
     * @param corrected those among them that CoinGecko had given other figures for
     */
    public record Stored(int changed, int corrected) {}

    private final Pool pool;

    PriceRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores prices of distinct days, all or none. A day already there is replaced unless its source has precedence.
     *
     * @return the number of days added or changed
     */
    public Uni<Integer> store(String coin, PriceSource source, List<DailyPrice> prices) {
        return storeAndCompare(coin, source, prices).map(Stored::changed);
    }

    /** As {@link #store}, and tells the corrections: where CoinGecko contradicts itself, its former figures are kept. */
    public Uni<Stored> storeAndCompare(String coin, PriceSource source, List<DailyPrice> prices) {
        if (prices.isEmpty()) {
            return Uni.createFrom().item(new Stored(0, 0));
        }
        return pool.preparedQuery(STORE)
                .execute(parameters(coin, source, prices))
                .map(PriceRepository::stored)
                .plug(Deadlocks::retried);
    }

    /** Stores prices of several coins as {@link #store(String, PriceSource, List)} does, all of them or none. */
    Uni<Integer> store(PriceSource source, SortedMap<String, List<DailyPrice>> pricesByCoin) {
        if (pricesByCoin.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        // In order of the coins, as of the days: two writers that meet wait for each other.
        var batch = pricesByCoin.entrySet().stream()
                .map(prices -> parameters(prices.getKey(), source, prices.getValue()))
                .toList();
        return pool.withTransaction(connection -> connection
                        .preparedQuery(STORE)
                        .executeBatch(batch)
                        .map(results -> stored(results).changed()))
                .plug(Deadlocks::retried);
    }

    /** The stored prices of a range of days, ascending; on a worker, for there may be thousands. */
    Uni<List<StoredPrice>> prices(String coin, DateRange range) {
        return pool.preparedQuery("""
                        SELECT day, price, market_cap, volume, source::text AS source
                        FROM daily_price
                        WHERE coin = $1 AND day BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
                        ORDER BY day
                        """)
                .execute(Tuple.of(coin, range.from(), range.to()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> {
                    var prices = new ArrayList<StoredPrice>(rows.size());
                    rows.forEach(row -> prices.add(price(row)));
                    return prices;
                });
    }

    /** The day of a coin's newest price. */
    public Uni<Optional<LocalDate>> lastDay(String coin) {
        return pool.preparedQuery("SELECT max(day) AS day FROM daily_price WHERE coin = $1")
                .execute(Tuple.of(coin))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("day")));
    }

    /** The day of each coin's newest price; a coin without prices is left out. */
    public Uni<Map<String, LocalDate>> lastDays() {
        // Coin by coin, which the primary key answers at once, rather than through all prices.
        return pool.query("SELECT id, (SELECT max(day) FROM daily_price WHERE coin = id) AS day FROM coin")
                .execute()
                .map(rows -> {
                    var days = new TreeMap<String, LocalDate>();
                    for (var row : rows) {
                        if (row.getLocalDate("day") != null) {
                            days.put(row.getString("id"), row.getLocalDate("day"));
                        }
                    }
                    return days;
                });
    }

    /** The price of a day in USD; empty if none is stored. */
    public Uni<OptionalDouble> price(String coin, LocalDate day) {
        return pool.preparedQuery("SELECT price FROM daily_price WHERE coin = $1 AND day = $2")
                .execute(Tuple.of(coin, day))
                .map(rows -> rows.size() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(rows.iterator().next().getDouble("price")));
    }

    /** The coins that have prices, ascending. */
    public Uni<List<String>> coins() {
        return pool.query("SELECT id FROM coin WHERE EXISTS (SELECT FROM daily_price WHERE coin = id) ORDER BY id")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("id"))
                        .toList());
    }

    /** All prices of a coin, on a worker; empty if there are none. */
    public Uni<Optional<DailySeries>> series(String coin) {
        return seriesAfter(coin, null);
    }

    /**
     * The prices of a coin after a day.
     *
     * @param day null for all prices
     * @return empty if there are none
     */
    public Uni<Optional<DailySeries>> seriesAfter(String coin, LocalDate day) {
        return pool.preparedQuery("""
                        SELECT day, price FROM daily_price
                        WHERE coin = $1 AND day > coalesce($2::date, '-infinity') ORDER BY day
                        """)
                .execute(Tuple.of(coin, day))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> {
                    var prices = new TreeMap<LocalDate, Double>();
                    rows.forEach(row -> prices.put(row.getLocalDate("day"), row.getDouble("price")));
                    return prices.isEmpty() ? Optional.empty() : Optional.of(DailySeries.of(prices));
                });
    }

    private static Tuple parameters(String coin, PriceSource source, List<DailyPrice> prices) {
        return Tuple.tuple(List.of(
                coin,
                source.label(),
                prices.stream().map(DailyPrice::day).toArray(LocalDate[]::new),
                numerics(prices, DailyPrice::price),
                numerics(prices, DailyPrice::marketCap),
                numerics(prices, DailyPrice::volume)));
    }

    /** Of one statement or of a batch, each of whose results holds the next one. */
    private static Stored stored(RowSet<Row> results) {
        var changed = 0;
        var corrected = 0;
        for (var result = results; result != null; result = result.next()) {
            var row = result.iterator().next();
            changed += row.getInteger("changed");
            corrected += row.getInteger("corrected");
        }
        return new Stored(changed, corrected);
    }

    private static StoredPrice price(Row row) {
        return new StoredPrice(
                row.getLocalDate("day"),
                row.getBigDecimal("price"),
                row.getBigDecimal("market_cap"),
                row.getBigDecimal("volume"),
                PriceSource.of(row.getString("source")));
    }

    private static Numeric[] numerics(List<DailyPrice> prices, Function<DailyPrice, BigDecimal> field) {
        return prices.stream()
                .map(price -> field.apply(price) == null ? null : Numeric.create(field.apply(price)))
                .toArray(Numeric[]::new);
    }
}
