package dev.ecoin.prices;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The table {@code daily_price}. */
@ApplicationScoped
public class PriceRepository {

    /**
     * In the same order as their removal, which locks a coin and then its prices, so that the two wait for each other.
     */
    private static final String LOCK_COINS = "SELECT id FROM coin WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE";

    /** Kept for the session and emptied by each commit, so that the catalog does not grow with every write. */
    private static final String OFFER = """
            CREATE TEMPORARY TABLE IF NOT EXISTS offered_price (
                coin text, day date, price numeric, market_cap numeric, volume numeric
            ) ON COMMIT DELETE ROWS
            """;

    private static final String CHANGED = """
            changed AS (
                INSERT INTO daily_price AS stored (coin, day, price, market_cap, volume, source)
                SELECT coin, day, price, market_cap, volume, $1::price_source
                FROM pg_temp.offered_price
                ON CONFLICT (coin, day) DO UPDATE
                SET price = excluded.price, market_cap = excluded.market_cap, volume = excluded.volume,
                    source = excluded.source, stored_at = now()
                WHERE excluded.source >= stored.source
                  AND (excluded.price, excluded.market_cap, excluded.volume, excluded.source)
                      IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume, stored.source)
                RETURNING coin
            )
            """;

    private static final String MERGE =
            "WITH " + CHANGED + "SELECT coin, count(*) AS changed, 0 AS corrected FROM changed GROUP BY coin";

    // All parts of one statement see the table before it, so the former figures are read before they are replaced.
    private static final String MERGE_AND_COMPARE = """
            WITH corrected AS (
                INSERT INTO price_correction (coin, day, price, market_cap, volume, stored_at)
                SELECT stored.coin, stored.day, stored.price, stored.market_cap, stored.volume, stored.stored_at
                FROM daily_price AS stored JOIN pg_temp.offered_price AS offered USING (coin, day)
                WHERE stored.source = 'coingecko'
                  AND (offered.price, offered.market_cap, offered.volume)
                      IS DISTINCT FROM (stored.price, stored.market_cap, stored.volume)
                RETURNING coin
            ),
            """ + CHANGED + """
            SELECT coin, count(*) AS changed, (SELECT count(*) FROM corrected WHERE coin = changed.coin) AS corrected
            FROM changed GROUP BY coin
            """;

    private static final String EXCEPT = """
            SELECT day, price, market_cap, volume FROM daily_price WHERE coin = $1 AND source::text <> ALL ($2)
            """;

    /**
     * Result of storing prices.
     *
     * @param changed days added or changed
     * @param corrected those among them for which CoinGecko had supplied other figures
     */
    public record Stored(int changed, int corrected) {}

    private final Pool pool;
    private final JobDatabase database;

    PriceRepository(Pool pool, JobDatabase database) {
        this.pool = pool;
        this.database = database;
    }

    /**
     * Stores prices of distinct days, all or none; blocks. An existing day is replaced unless its source has
     * precedence. If CoinGecko contradicts itself, its former figures are kept as corrections.
     *
     * @return empty if the coin no longer exists, in which case nothing was stored
     */
    public Optional<Stored> store(String coin, PriceSource source, List<DailyPrice> prices) {
        return prices.isEmpty()
                ? Optional.of(new Stored(0, 0))
                : Optional.ofNullable(store(source, Map.of(coin, prices)).get(coin));
    }

    /** Stores prices of several coins, all or none; coins that no longer exist are left out. */
    public Map<String, Stored> store(PriceSource source, Map<String, List<DailyPrice>> pricesByCoin) {
        var ids = pricesByCoin.keySet().toArray(String[]::new);
        return database.transaction(session -> {
            var stored = new HashMap<String, Stored>();
            var present = session.list(row -> row.getString("id"), LOCK_COINS, (Object) ids);
            present.forEach(coin -> stored.put(coin, new Stored(0, 0)));
            session.update(OFFER);
            session.copy(
                    "COPY pg_temp.offered_price FROM STDIN",
                    present.stream().map(coin -> rows(coin, pricesByCoin.get(coin))));
            session.list(
                    row -> stored.put(
                            row.getString("coin"), new Stored(row.getInt("changed"), row.getInt("corrected"))),
                    source.equals(PriceSource.COINGECKO) ? MERGE_AND_COMPARE : MERGE,
                    source.label());
            return stored;
        });
    }

    /** The stored prices of the same coins and days, by coin and day; blocks. */
    public Map<String, Map<LocalDate, DailyPrice>> stored(Map<String, List<DailyPrice>> pricesByCoin) {
        var ids = new ArrayList<String>();
        var days = new ArrayList<String>();
        pricesByCoin.forEach((coin, prices) -> prices.forEach(price -> {
            ids.add(coin);
            days.add(price.day().toString());
        }));
        return database.transaction(session -> {
            var stored = new HashMap<String, Map<LocalDate, DailyPrice>>();
            session.list(
                    row -> stored.computeIfAbsent(row.getString("coin"), coin -> new HashMap<>())
                            .put(row.getObject("day", LocalDate.class), price(row)),
                    """
                    SELECT coin, day, price, market_cap, volume
                    FROM daily_price
                    JOIN unnest($1::text[], $2::text[]::date[]) AS offered (coin, day) USING (coin, day)
                    """,
                    ids.toArray(String[]::new),
                    days.toArray(String[]::new));
            return stored;
        });
    }

    /** The prices of a range of days from sources other than the given ones, latest first; blocks. */
    public List<DailyPrice> pricesExcept(String coin, DateRange range, List<PriceSource> sources) {
        return database.transaction(session -> session.list(
                PriceRepository::price,
                EXCEPT + "AND day BETWEEN $3 AND $4 ORDER BY day DESC",
                coin,
                labels(sources),
                range.from(),
                range.to()));
    }

    /** The latest price from a source other than the given ones; blocks. */
    public Optional<DailyPrice> newestExcept(String coin, List<PriceSource> sources) {
        return database.transaction(session ->
                session.first(PriceRepository::price, EXCEPT + "ORDER BY day DESC LIMIT 1", coin, labels(sources)));
    }

    private static String[] labels(List<PriceSource> sources) {
        return sources.stream().map(PriceSource::label).toArray(String[]::new);
    }

    private static DailyPrice price(ResultSet row) throws SQLException {
        return new DailyPrice(
                row.getObject("day", LocalDate.class),
                row.getBigDecimal("price"),
                row.getBigDecimal("market_cap"),
                row.getBigDecimal("volume"));
    }

    /** All stored prices of a coin, ascending; blocks. */
    List<StoredPrice> prices(String coin) {
        return database.transaction(session -> session.list(
                row -> new StoredPrice(
                        row.getObject("day", LocalDate.class),
                        row.getBigDecimal("price"),
                        row.getBigDecimal("market_cap"),
                        row.getBigDecimal("volume"),
                        new PriceSource(row.getString("source"))),
                "SELECT day, price, market_cap, volume, source FROM daily_price WHERE coin = $1 ORDER BY day",
                coin));
    }

    /** The stored prices of a range of days, ascending; on a worker, because there may be thousands. */
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

    /** The day of a coin's latest price. */
    public Uni<Optional<LocalDate>> lastDay(String coin) {
        return pool.preparedQuery("SELECT max(day) AS day FROM daily_price WHERE coin = $1")
                .execute(Tuple.of(coin))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("day")));
    }

    /** The price of a day; empty if none is stored. */
    public Uni<OptionalDouble> price(String coin, LocalDate day) {
        return pool.preparedQuery("SELECT price FROM daily_price WHERE coin = $1 AND day = $2")
                .execute(Tuple.of(coin, day))
                .map(rows -> rows.size() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(rows.iterator().next().getDouble("price")));
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

    /** Rows in COPY's text format, by day, because all writers lock and insert in this order. */
    private static String rows(String coin, List<DailyPrice> prices) {
        var rows = new StringBuilder();
        var id = escaped(coin);
        for (var price :
                prices.stream().sorted(Comparator.comparing(DailyPrice::day)).toList()) {
            rows.append(id).append('\t').append(price.day());
            append(rows, price.price());
            append(rows, price.marketCap());
            append(rows, price.volume());
            rows.append('\n');
        }
        return rows.toString();
    }

    private static void append(StringBuilder rows, BigDecimal number) {
        rows.append('\t').append(number == null ? "\\N" : number.toString());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static StoredPrice price(Row row) {
        return new StoredPrice(
                row.getLocalDate("day"),
                row.getBigDecimal("price"),
                row.getBigDecimal("market_cap"),
                row.getBigDecimal("volume"),
                new PriceSource(row.getString("source")));
    }

    /** The day of each coin's latest price; coins without prices are left out. */
    public Map<String, LocalDate> lastDays(Session session) throws SQLException {
        // Coin by coin, by the primary key, instead of scanning all prices.
        var days = new TreeMap<String, LocalDate>();
        session.list(
                row -> days.put(row.getString("id"), row.getObject("day", LocalDate.class)),
                "SELECT id, (SELECT max(day) FROM daily_price WHERE coin = id) AS day FROM coin");
        days.values().removeIf(Objects::isNull);
        return days;
    }

    /** {@link #price(String, LocalDate)} for jobs. */
    public OptionalDouble price(Session session, String coin, LocalDate day) throws SQLException {
        return session
                .list(
                        row -> row.getDouble("price"),
                        "SELECT price FROM daily_price WHERE coin = $1 AND day = $2",
                        coin,
                        day)
                .stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    /**
     * Coins by number of prices, in descending order.
     *
     * @param least the number of prices must exceed this
     * @param most maximum number of coins
     */
    public List<String> longestHistories(Session session, int least, int most) throws SQLException {
        return session.list(row -> row.getString("coin"), """
                SELECT coin FROM daily_price GROUP BY coin HAVING count(*) > $1
                ORDER BY count(*) DESC, coin LIMIT $2
                """, least, most);
    }

    /** {@link #series(String)} for jobs. */
    public Optional<DailySeries> series(Session session, String coin) throws SQLException {
        return seriesAfter(session, coin, null);
    }

    /** {@link #seriesAfter(String, LocalDate)} for jobs. */
    public Optional<DailySeries> seriesAfter(Session session, String coin, LocalDate day) throws SQLException {
        var prices = new TreeMap<LocalDate, Double>();
        session.list(row -> prices.put(row.getObject("day", LocalDate.class), row.getDouble("price")), """
                SELECT day, price FROM daily_price
                WHERE coin = $1 AND day > coalesce($2::date, '-infinity') ORDER BY day
                """, coin, day);
        return prices.isEmpty() ? Optional.empty() : Optional.of(DailySeries.of(prices));
    }
}
