package dev.ecoin.prices;

import dev.ecoin.forecasting.series.DailySeries;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The table {@code daily_price}. */
@ApplicationScoped
public class PriceRepository {

    private static final String STORE = """
            INSERT INTO daily_price AS stored (coin, day, price, market_cap, volume, source)
            SELECT $1, day, price, market_cap, volume, $2::text::price_source
            FROM unnest($3::date[], $4::numeric[], $5::numeric[], $6::numeric[]) AS d (day, price, market_cap, volume)
            ON CONFLICT (coin, day) DO UPDATE
            SET price = excluded.price, market_cap = excluded.market_cap, volume = excluded.volume,
                source = excluded.source, stored_at = now()
            WHERE excluded.source >= stored.source
              AND (excluded.price, excluded.market_cap, excluded.volume, excluded.source)
                  IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume, stored.source)
            """;

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
        if (prices.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var parameters = Tuple.tuple(List.of(
                coin,
                source.label(),
                prices.stream().map(DailyPrice::day).toArray(LocalDate[]::new),
                numerics(prices, DailyPrice::price),
                numerics(prices, DailyPrice::marketCap),
                numerics(prices, DailyPrice::volume)));
        return pool.preparedQuery(STORE).execute(parameters).map(SqlResult::rowCount);
    }

    /** The day of a coin's newest price. */
    public Uni<Optional<LocalDate>> lastDay(String coin) {
        return pool.preparedQuery("SELECT max(day) AS day FROM daily_price WHERE coin = $1")
                .execute(Tuple.of(coin))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("day")));
    }

    /** The coins that have prices, ascending. */
    public Uni<List<String>> coins() {
        return pool.query("SELECT id FROM coin WHERE EXISTS (SELECT FROM daily_price WHERE coin = id) ORDER BY id")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("id"))
                        .toList());
    }

    /** All prices of a coin; empty if there are none. */
    public Uni<Optional<DailySeries>> series(String coin) {
        return pool.preparedQuery("SELECT day, price FROM daily_price WHERE coin = $1 ORDER BY day")
                .execute(Tuple.of(coin))
                .map(rows -> {
                    var prices = new TreeMap<LocalDate, Double>();
                    rows.forEach(row -> prices.put(row.getLocalDate("day"), row.getDouble("price")));
                    return prices.isEmpty() ? Optional.empty() : Optional.of(DailySeries.of(prices));
                });
    }

    private static Numeric[] numerics(List<DailyPrice> prices, Function<DailyPrice, BigDecimal> field) {
        return prices.stream()
                .map(price -> field.apply(price) == null ? null : Numeric.create(field.apply(price)))
                .toArray(Numeric[]::new);
    }
}
