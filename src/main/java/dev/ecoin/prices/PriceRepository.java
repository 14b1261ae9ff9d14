package dev.ecoin.prices;

import dev.ecoin.forecasting.series.DailySeries;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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
                SELECT coin, day, price, market_cap, volume, source FROM offered
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
        var parameters = Tuple.tuple(List.of(
                coin,
                source.label(),
                prices.stream().map(DailyPrice::day).toArray(LocalDate[]::new),
                numerics(prices, DailyPrice::price),
                numerics(prices, DailyPrice::marketCap),
                numerics(prices, DailyPrice::volume)));
        return pool.preparedQuery(STORE).execute(parameters).map(rows -> {
            var row = rows.iterator().next();
            return new Stored(row.getInteger("changed"), row.getInteger("corrected"));
        });
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
