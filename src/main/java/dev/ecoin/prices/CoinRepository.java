package dev.ecoin.prices;

import dev.ecoin.database.Columns;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.feeds.coingecko.ListedCoin;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The tables {@code coin} and {@code removed_coin}. */
@ApplicationScoped
public class CoinRepository {

    /**
     * Counts days by month, which triggers maintain, because counting the days of thousands of coins would read
     * millions.
     */
    private static final String COINS = """
            SELECT c.id, c.symbol, c.name, c.state::text AS state, c.delisted_on,
                   c.listing::text AS listing, c.namesake, d.first_day, d.last_day, d.days
            FROM %s AS c
            CROSS JOIN LATERAL (
                SELECT min(first_on) AS first_day, max(last_on) AS last_day, coalesce(sum(days), 0) AS days
                FROM monthly_price WHERE coin = c.id
            ) AS d
            """;

    private static final String COIN = COINS.formatted("coin") + "WHERE c.id = $1";

    /** The limit applies before the coins' prices are read. */
    private static final String FOUND = COINS.formatted("""
            (
                SELECT *,
                       CASE
                           WHEN $1::text IS NULL THEN 0
                           WHEN lower($1) IN (lower(id), lower(symbol), lower(name)) THEN 0
                           WHEN starts_with(lower(id), lower($1)) OR starts_with(lower(symbol), lower($1))
                             OR starts_with(lower(name), lower($1)) THEN 1
                           ELSE 2
                       END AS rank
                FROM coin
                WHERE ($1::text IS NULL OR strpos(lower(concat_ws(E'\\n', id, symbol, name)), lower($1)) > 0)
                  AND ($2::text IS NULL OR state = $2::coin_state)
                ORDER BY rank, id
                LIMIT $3::integer
            )""") + "ORDER BY c.rank, c.id";

    private static final String ACTIVE = "SELECT id FROM coin WHERE state = 'active' ORDER BY id";
    private static final String ALL = "SELECT id FROM coin ORDER BY id";

    private static final String FIRST_UNKNOWN = """
            SELECT wanted.id FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, place)
            WHERE NOT EXISTS (SELECT FROM coin WHERE coin.id = wanted.id)
            ORDER BY place LIMIT 1
            """;

    private final Pool pool;
    private final JobDatabase database;
    private final List<CoinFollower> followers;
    private final Event<CoinRemoved> removals;
    private final Clock clock;

    CoinRepository(
            Pool pool,
            JobDatabase database,
            @All List<CoinFollower> followers,
            Event<CoinRemoved> removals,
            Clock clock) {
        this.pool = pool;
        this.database = database;
        this.followers = followers;
        this.removals = removals;
        this.clock = clock;
    }

    /** Adds coins that do not exist yet, as active; also coins that were removed before. Blocks. */
    public List<String> add(Collection<String> ids) {
        var wanted = ids.toArray(String[]::new);
        return database.transaction(session -> {
            session.update("DELETE FROM removed_coin WHERE id = ANY($1)", (Object) wanted);
            return session.list(
                    CoinRepository::id,
                    "INSERT INTO coin (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING id",
                    (Object) wanted);
        });
    }

    /** Adds a coin of CoinGecko's list in the same way. */
    public void add(ListedCoin coin) {
        add(List.of(coin.id()));
        check(List.of(new Checked(coin, CoinListing.LISTED, null)));
    }

    /** Adds the configured coins that do not exist yet, except those that a user removed. */
    public void addConfigured(Session session, Collection<String> ids) throws SQLException {
        session.update("""
                INSERT INTO coin (id)
                SELECT id FROM unnest($1::text[]) AS configured (id) WHERE id NOT IN (SELECT id FROM removed_coin)
                ON CONFLICT DO NOTHING
                """, (Object) ids.toArray(String[]::new));
    }

    /**
     * Adds a coin or sets the state of an existing one, and requests the runs that follow. Blocks.
     *
     * @return whether it was added
     */
    public boolean put(ListedCoin coin, CoinListing listing, CoinState state) {
        return changed(session -> {
            boolean isAdded = session.one(
                    row -> row.getBoolean("added"), """
                        WITH wanted_again AS (DELETE FROM removed_coin WHERE id = $1)
                        INSERT INTO coin (id, symbol, name, state, listing)
                        VALUES ($1, $2, $3, 'paused', $4::text::coin_listing)
                        ON CONFLICT (id) DO UPDATE
                        SET symbol = coalesce(excluded.symbol, coin.symbol), name = coalesce(excluded.name, coin.name),
                            listing = excluded.listing, namesake = NULL
                        RETURNING xmax = 0 AS added
                        """, coin.id(), coin.symbol(), coin.name(), listing.label());
            set(session, coin.id(), state);
            return isAdded;
        });
    }

    /**
     * Sets the state, {@code ACTIVE} or {@code PAUSED}, of a coin, and requests the runs that follow. Blocks.
     *
     * @return its former state; empty if the coin does not exist
     */
    Optional<CoinState> set(String id, CoinState state) {
        return changed(session -> set(session, id, state));
    }

    private <T> T changed(JobDatabase.Work<T> change) {
        var result = database.transaction(change);
        followers.forEach(CoinFollower::committed);
        return result;
    }

    private Optional<CoinState> set(Session session, String id, CoinState state) throws Exception {
        var former = session.first(row -> CoinState.of(row.getString("former")), """
                UPDATE coin SET state = $2::text::coin_state, delisted_on = NULL
                FROM (SELECT id AS former_id, state AS former FROM coin WHERE id = $1 FOR NO KEY UPDATE) AS before
                WHERE id = former_id
                RETURNING former::text AS former
                """, id, state.label());
        if (state == CoinState.ACTIVE
                && former.filter(before -> before != CoinState.ACTIVE).isPresent()) {
            for (var follower : followers) {
                follower.activated(session, id);
            }
        }
        return former;
    }

    /**
     * Records that CoinGecko does not know the coin. If CoinGecko knew it before, it is still served, but no longer
     * crawled or trained. A coin whose latest price is imported depends on imports, and one without a price was never
     * listed, perhaps due to a misspelt id; neither changes. Blocks.
     */
    public void delisted(String id) {
        database.run(session -> {
            session.update("UPDATE coin SET listing = 'not_listed' WHERE id = $1", id);
            session.update("""
                    UPDATE coin SET state = 'delisted', delisted_on = $2
                    WHERE id = $1 AND state = 'active'
                      AND (SELECT source FROM daily_price WHERE coin = $1 ORDER BY day DESC LIMIT 1) <> 'import'
                    """, id, LocalDate.now(clock));
        });
    }

    /** Whether the coin has imported prices. Blocks. */
    boolean isImported(String id) {
        return database.transaction(session -> session.one(
                row -> row.getBoolean("found"),
                "SELECT EXISTS (SELECT FROM daily_price WHERE coin = $1 AND source = 'import') AS found",
                id));
    }

    /**
     * Removes a coin with all its data, and records that so that the next start does not add it again. Blocks.
     *
     * @return whether it existed
     */
    boolean remove(String id) {
        return database.transaction(session -> {
            var isRemoved = session.update("""
                    WITH gone AS (DELETE FROM coin WHERE id = $1 RETURNING id)
                    INSERT INTO removed_coin (id) SELECT id FROM gone ON CONFLICT (id) DO UPDATE SET removed_at = now()
                    """, id) > 0;
            if (isRemoved) {
                session.afterCommit(() -> removals.fire(new CoinRemoved(id)));
            }
            return isRemoved;
        });
    }

    /** The ids of the coins to crawl and to train, ascending. */
    public Uni<List<String>> ids() {
        return ids(ACTIVE);
    }

    /** The ids of all coins in any state, ascending. */
    public Uni<List<String>> allIds() {
        return ids(ALL);
    }

    /** {@link #ids()} as a blocking call. */
    public List<String> activeIds() {
        return database.transaction(session -> session.list(CoinRepository::id, ACTIVE));
    }

    /** {@link #allIds()} as a blocking call. */
    public List<String> present() {
        return database.transaction(session -> session.list(CoinRepository::id, ALL));
    }

    /** Names of a coin; symbol and name may be null. */
    public record Named(String id, String symbol, String name) {}

    /** Names of all coins; blocks. */
    public List<Named> named() {
        return named("true");
    }

    /** Number of coins in each state. */
    Map<CoinState, Long> countByState(Session session) throws SQLException {
        var counts = new EnumMap<CoinState, Long>(CoinState.class);
        for (var state : CoinState.values()) {
            counts.put(state, 0L);
        }
        session.list(
                row -> counts.put(CoinState.of(row.getString("state")), row.getLong("coins")),
                "SELECT state::text AS state, count(*) AS coins FROM coin GROUP BY state");
        return counts;
    }

    /** Fails with {@link UnknownCoin} if the coin does not exist. */
    public Uni<Void> requirePresent(String id) {
        return requirePresent(List.of(id));
    }

    /** Fails with {@link UnknownCoin} for the first of the coins that does not exist. */
    public Uni<Void> requirePresent(Collection<String> wanted) {
        return firstUnknown(wanted)
                .flatMap(unknown -> unknown.isPresent()
                        ? unknown(unknown.get())
                        : Uni.createFrom().voidItem());
    }

    /** The first of the coins that does not exist; queries only these coins. */
    public Uni<Optional<String>> firstUnknown(Collection<String> wanted) {
        return wanted.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : pool.preparedQuery(FIRST_UNKNOWN)
                        .execute(Tuple.of(wanted.toArray(String[]::new)))
                        .map(rows ->
                                list(rows, row -> row.getString("id")).stream().findFirst());
    }

    /** Fails with {@link UnknownCoin}. */
    <T> Uni<T> unknown(String id) {
        return someIds().map(ids -> {
            throw UnknownCoin.problem(id, ids);
        });
    }

    /** The ids of the first coins, as many as {@link UnknownCoin#valid} needs. */
    public Uni<List<String>> someIds() {
        return ids("SELECT id FROM coin ORDER BY id LIMIT " + UnknownCoin.NEEDED);
    }

    /** Active coins without symbol and name, by id; blocks. */
    List<Named> nameless() {
        return named("name IS NULL AND state = 'active'");
    }

    /** A coin's symbol; empty if unknown. Blocks. */
    Optional<String> symbol(String id) {
        return database
                .transaction(session -> session.list(
                        row -> row.getString("symbol"), "SELECT symbol FROM coin WHERE id = $1 AND symbol <> ''", id))
                .stream()
                .findFirst();
    }

    /**
     * Coins that a user added while CoinGecko's list was unavailable, and those whose prices have ended, by id; blocks.
     *
     * @param stale no further prices are expected of an active coin whose latest price is before this day
     */
    List<Named> unchecked(LocalDate stale) {
        return named("""
                listing = 'not_checked'
                OR name IS NOT NULL AND namesake IS NULL
                   AND (state = 'delisted'
                        OR state = 'active' AND (SELECT max(last_on) FROM monthly_price WHERE monthly_price.coin = coin.id) < $1)
                """, stale);
    }

    private List<Named> named(String condition, Object... parameters) {
        return database.transaction(session -> session.list(
                row -> new Named(row.getString("id"), row.getString("symbol"), row.getString("name")),
                "SELECT id, symbol, name FROM coin WHERE " + condition + " ORDER BY id",
                parameters));
    }

    /**
     * The result of looking up a coin in CoinGecko's list.
     *
     * @param coin without symbol and name if it is not listed
     * @param namesake see {@link Coin#namesake}
     */
    record Checked(ListedCoin coin, CoinListing listing, String namesake) {

        private String id() {
            return coin.id();
        }
    }

    /** Records the results of look-ups; coins that were removed are skipped. Blocks. */
    void check(Collection<Checked> checked) {
        database.run(session -> session.update(
                """
                UPDATE coin
                SET symbol = coalesce(checked.symbol, coin.symbol), name = coalesce(checked.name, coin.name),
                    listing = checked.listing::coin_listing, namesake = checked.namesake
                FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                     AS checked (id, symbol, name, listing, namesake)
                WHERE coin.id = checked.id
                """,
                texts(checked, Checked::id),
                texts(checked, each -> each.coin().symbol()),
                texts(checked, each -> each.coin().name()),
                texts(checked, each -> each.listing().label()),
                texts(checked, Checked::namesake)));
    }

    Uni<Optional<Coin>> find(String id) {
        return pool.preparedQuery(COIN).execute(Tuple.of(id)).map(rows -> list(rows, row -> coin(row::get)).stream()
                .findFirst());
    }

    /** Finds a coin, for jobs. */
    Optional<Coin> find(Session session, String id) throws SQLException {
        return session.first(row -> coin(Columns.of(row)), COIN, id);
    }

    /**
     * Coins by id, ascending. In a search, exact matches come first, then coins whose id, symbol or name starts with
     * the text.
     *
     * @param search part of the id, the symbol or the name, in any case; null for all
     * @param state null for all
     * @param limit maximum number, null for all
     */
    Uni<List<Coin>> find(String search, CoinState state, Integer limit) {
        return pool.preparedQuery(FOUND)
                .execute(Tuple.of(search, label(state), limit))
                .map(rows -> list(rows, row -> coin(row::get)));
    }

    /** {@link #find(String, CoinState, Integer)} for jobs. */
    List<Coin> find(Session session, String search, CoinState state, Integer limit) throws SQLException {
        return session.list(row -> coin(Columns.of(row)), FOUND, search, label(state), limit);
    }

    private static String label(CoinState state) {
        return state == null ? null : state.label();
    }

    private Uni<List<String>> ids(String sql) {
        return pool.query(sql).execute().map(rows -> list(rows, row -> row.getString("id")));
    }

    private static String id(ResultSet row) throws SQLException {
        return row.getString("id");
    }

    private static String[] texts(Collection<Checked> checked, Function<Checked, String> field) {
        return checked.stream().map(field).toArray(String[]::new);
    }

    private static Coin coin(Columns row) {
        var listing = row.get(String.class, "listing");
        return new Coin(
                row.get(String.class, "id"),
                row.get(String.class, "symbol"),
                row.get(String.class, "name"),
                CoinState.of(row.get(String.class, "state")),
                row.get(LocalDate.class, "delisted_on"),
                CoinListing.of(listing),
                listing != null && CoinListing.of(listing) == CoinListing.NOT_CHECKED,
                row.get(String.class, "namesake"),
                row.get(LocalDate.class, "first_day"),
                row.get(LocalDate.class, "last_day"),
                row.get(Long.class, "days"));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    /** {@link #ids()} for jobs. */
    public List<String> ids(Session session) throws SQLException {
        return session.list(row -> row.getString("id"), "SELECT id FROM coin WHERE state = 'active' ORDER BY id");
    }

    /** {@link #allIds()} for jobs. */
    public List<String> allIds(Session session) throws SQLException {
        return session.list(row -> row.getString("id"), "SELECT id FROM coin ORDER BY id");
    }
}
