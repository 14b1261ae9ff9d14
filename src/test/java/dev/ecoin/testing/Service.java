package dev.ecoin.testing;

import static org.awaitility.Awaitility.await;

import dev.ecoin.database.DatabaseAway;
import dev.ecoin.feeds.Feeds;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Runs;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;

/** Puts the service under test into a known state, and inspects its database. */
@Singleton
public final class Service {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Referencing tables first. */
    private static final List<String> TABLES = List.of(
            "webhook_delivery",
            "alert_event",
            "alert_state",
            "alert_webhook",
            "alert",
            "webhook",
            "crawl_run_coin",
            "run",
            "active_model",
            "model_activation",
            "model_state",
            "model",
            "pool",
            "served_forecast",
            "served_touch",
            "unavailable_days",
            "price_correction",
            "price_document",
            "daily_price",
            "changed_price",
            "coin",
            "removed_coin",
            "job_firing",
            "call_budget");

    /** For a few rows, DELETE takes a tenth of the time of TRUNCATE, which creates a file for each table and index. */
    private static final String EMPTY = """
            DO $$ BEGIN
            IF pg_relation_size('daily_price') > 2000000 THEN
                TRUNCATE %s;
            ELSE
                %s;
            END IF;
            -- Whoever keeps a model in memory hears of its end, also where there was none.
            TRUNCATE active_model;
            END $$
            """.formatted(
                    String.join(", ", TABLES),
                    TABLES.stream().map(table -> "DELETE FROM " + table).collect(Collectors.joining("; ")));

    private final Pool pool;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final CircuitBreakerMaintenance breakers;
    private final SettableClock clock;
    private final Runs runs;
    private final Feeds feeds;

    Service(
            Pool pool,
            CoinRepository coins,
            PriceRepository prices,
            CircuitBreakerMaintenance breakers,
            SettableClock clock,
            Runs runs,
            Feeds feeds) {
        this.pool = pool;
        this.coins = coins;
        this.prices = prices;
        this.breakers = breakers;
        this.clock = clock;
        this.runs = runs;
        this.feeds = feeds;
    }

    /** Performs all work that is due. */
    public void work() {
        runs.takeOver();
        runs.wake();
        awaitRequestedWork();
    }

    /** Returns once all requested work is done; see {@link AwaitsRequestedWork}. */
    public void awaitRequestedWork() {
        soon("what was requested")
                .ignoreExceptionsInstanceOf(DatabaseAway.class)
                .until(() -> {
                    // A request that was abandoned, such as after a timeout, wakes no worker.
                    runs.wake();
                    return runs.isIdle();
                });
    }

    /** Empties the database except for the given coins, closes the circuit breakers and resets the clock. */
    public void reset(String... ids) {
        awaitRequestedWork();
        soon("locks on all tables").until(this::empty);
        coins.add(List.of(ids));
        breakers.resetAll();
        feeds.switchOn();
        clock.reset();
    }

    /** Closes the circuit breakers, as the passing of time would. */
    public void reopen() {
        breakers.resetAll();
    }

    /** Polls immediately, because usually there is nothing to wait for. */
    private static ConditionFactory soon(String what) {
        return await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(LONG_ENOUGH);
    }

    /** Does not wait for locks while it holds others, so that it cannot deadlock with a running statement. */
    private boolean empty() {
        try {
            pool.withTransaction(connection -> connection
                            .query("LOCK TABLE " + String.join(", ", TABLES) + " IN ACCESS EXCLUSIVE MODE NOWAIT")
                            .execute()
                            .flatMap(locked -> connection.query(EMPTY).execute()))
                    .await()
                    .indefinitely();
            return true;
        } catch (PgException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSqlState())) {
                return false;
            }
            throw e;
        }
    }

    /** Stores a random walk over the given number of days up to the last one; returns the prices. */
    public List<DailyPrice> storeWalk(String coin, LocalDate last, int days, PriceSource source) {
        var random = new Random(coin.hashCode());
        var logPrice = new double[] {Math.log(1_000)};
        var walk = IntStream.rangeClosed(1 - days, 0)
                .mapToObj(i -> {
                    logPrice[0] += 0.02 * random.nextGaussian();
                    return new DailyPrice(last.plusDays(i), BigDecimal.valueOf(Math.exp(logPrice[0])), null, null);
                })
                .toList();
        prices.store(coin, source, walk);
        return walk;
    }

    /** Stores a walk like {@link #storeWalk}, without its latest days; returns those. */
    public List<DailyPrice> storeWalkExcept(String coin, LocalDate last, int days, int missing, PriceSource source) {
        var walk = storeWalk(coin, last, days, source);
        query("DELETE FROM daily_price WHERE coin = $1 AND day > $2", coin, last.minusDays(missing));
        return walk.subList(days - missing, days);
    }

    /** Adds a cluster member with a valid lease that does nothing. */
    public void join(UUID member) {
        query("INSERT INTO cluster_member VALUES ($1, 'elsewhere', 1, now(), now() + interval '1 hour')", member);
    }

    /** Removes it. */
    public void leave(UUID member) {
        query("DELETE FROM cluster_member WHERE id = $1", member);
    }

    /**
     * Adds a run in any state.
     *
     * @param coin null if it does not belong to a coin
     * @param member the executing member, null unless it runs
     */
    public long addRun(String kind, String coin, String state, String options, String by, UUID member) {
        return query(
                        "INSERT INTO run (kind, coin, lane, state, options, priority, requested_by, requested_at, due_at,"
                                + " started_at, ended_at, member, attempt)"
                                + " SELECT $1, $2, concat_ws(' ', $1::text, $2::text), $3::text::run_state,"
                                + " $4::text::jsonb, 10, $5, at, at,"
                                + " CASE WHEN $3 IN ('running', 'failed', 'succeeded') THEN at END,"
                                + " CASE WHEN $3 IN ('failed', 'succeeded') THEN at END, $6,"
                                + " CASE WHEN $3 = 'running' THEN 1 ELSE 0 END"
                                + " FROM (SELECT $7::timestamptz AS at) AS given RETURNING id",
                        kind,
                        coin,
                        state,
                        options,
                        by,
                        member,
                        clock.instant().atOffset(ZoneOffset.UTC))
                .get(0)
                .getLong("id");
    }

    /** Flips a bit in the last bytes of a blob. */
    public void damage(String table, long id) {
        query(
                "UPDATE " + table + " SET blob = set_bit(blob, 8 * octet_length(blob) - 77,"
                        + " 1 - get_bit(blob, 8 * octet_length(blob) - 77)) WHERE id = $1",
                id);
    }

    public List<Row> query(String sql, Object... parameters) {
        var rows =
                pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().indefinitely();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /**
     * Changes whenever a row of the service's tables does, except leases and sign-ins, which are renewed continuously.
     */
    public String fingerprint() {
        awaitRequestedWork();
        return query(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                                + " AND table_type = 'BASE TABLE' AND table_name NOT IN ('cluster_member', 'known_client', 'operator_session') ORDER BY table_name")
                .stream()
                .map(table -> table.getString(0))
                .map(table -> table + " "
                        + query("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " t")
                                .get(0)
                                .getString(0))
                .collect(Collectors.joining("\n"));
    }

    public long count(String sql, Object... parameters) {
        return query("SELECT count(*) FROM " + sql, parameters).get(0).getLong(0);
    }
}
