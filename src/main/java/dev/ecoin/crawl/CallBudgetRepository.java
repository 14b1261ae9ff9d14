package dev.ecoin.crawl;

import dev.ecoin.coingecko.CallBudget;
import dev.ecoin.coingecko.CoinGeckoException;
import dev.ecoin.coingecko.Terms;
import dev.ecoin.crawl.CrawlGauges.Calls;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * The table {@code call_budget}, a row a plan. Every permit is one statement on that row, so that whoever shares the
 * database shares the rate.
 */
@ApplicationScoped
class CallBudgetRepository implements CallBudget {

    private static final String TAKE = """
            UPDATE call_budget
            SET next_permit = greatest(next_permit, paused_until, $2) + $3::bigint * interval '1 microsecond',
                month = $4,
                calls = CASE WHEN month = $4 THEN calls ELSE 0 END + 1
            WHERE plan = $1 AND paused_until <= $5 AND (month <> $4 OR calls < $6)
            RETURNING next_permit - $3::bigint * interval '1 microsecond' AS permit
            """;

    private static final String GIVE_BACK = """
            UPDATE call_budget
            SET next_permit = CASE WHEN next_permit = $2::timestamptz + $3::bigint * interval '1 microsecond'
                                   THEN $2::timestamptz ELSE next_permit END,
                calls = greatest(calls - 1, 0)
            WHERE plan = $1
            """;

    private final Pool pool;
    private final DatabasePatience database;

    CallBudgetRepository(Pool pool, DatabasePatience database) {
        this.pool = pool;
        this.database = database;
    }

    @Override
    public Instant take(Terms terms, Instant now, Duration patience) {
        var month = now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        var monthsCalls = terms.callsPerMonth().orElse(Integer.MAX_VALUE);
        var parameters = Tuple.tuple(
                Arrays.asList(plan(terms), utc(now), micros(terms), month, utc(now.plus(patience)), monthsCalls));
        while (true) {
            var granted = query(TAKE, parameters).iterator();
            if (granted.hasNext()) {
                return granted.next().getOffsetDateTime("permit").toInstant();
            }
            var refused = query(
                            "SELECT paused_until, paused_until > $2 AS paused, pause_reason, month, calls"
                                    + " FROM call_budget WHERE plan = $1",
                            Tuple.of(plan(terms), utc(now.plus(patience))))
                    .iterator();
            if (!refused.hasNext()) {
                open(terms, now, month);
            } else {
                refuse(terms, refused.next(), month, monthsCalls);
            }
        }
    }

    /** Tells why no permit was granted; returns if the reason has just ceased. */
    private void refuse(Terms terms, Row budget, LocalDate month, int monthsCalls) {
        if (budget.getBoolean("paused")) {
            throw new CoinGeckoException.Paused(
                    budget.getOffsetDateTime("paused_until").toInstant(), budget.getString("pause_reason"));
        }
        if (budget.getLocalDate("month").equals(month) && budget.getInteger("calls") >= monthsCalls) {
            var reset = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            var reason = "The month's " + monthsCalls + " CoinGecko calls are made (ecoin.coingecko.calls-per-month)";
            throw new CoinGeckoException.Paused(reset, reason);
        }
    }

    @Override
    public boolean holds(Terms terms, Instant permit) {
        var rows = query(
                "SELECT FROM call_budget WHERE plan = $1 AND paused_until > $2", Tuple.of(plan(terms), utc(permit)));
        return rows.size() == 0;
    }

    @Override
    public void giveBack(Terms terms, Instant permit) {
        query(GIVE_BACK, Tuple.of(plan(terms), utc(permit), micros(terms)));
    }

    @Override
    public void pauseUntil(Terms terms, Instant end, String reason) {
        query("""
                UPDATE call_budget SET paused_until = $2, pause_reason = $3 WHERE plan = $1 AND paused_until < $2
                """, Tuple.of(plan(terms), utc(end), reason));
    }

    /** How the plan's calls stand on the day. */
    Uni<Calls> standing(Terms terms, LocalDate today) {
        // An infinite time has no place in a Java type.
        return pool.preparedQuery("""
                        SELECT CASE WHEN month = $2 THEN calls ELSE 0 END AS calls,
                               greatest(paused_until, 'epoch') AS paused_until
                        FROM call_budget WHERE plan = $1
                        """)
                .execute(Tuple.of(plan(terms), today.withDayOfMonth(1)))
                .map(rows -> rows.size() == 0
                        ? new Calls(0, Instant.EPOCH)
                        : calls(rows.iterator().next()));
    }

    private static Calls calls(Row row) {
        return new Calls(
                row.getInteger("calls"), row.getOffsetDateTime("paused_until").toInstant());
    }

    private void open(Terms terms, Instant now, LocalDate month) {
        query("""
                INSERT INTO call_budget (plan, next_permit, month, calls) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING
                """, Tuple.of(plan(terms), utc(now), month));
    }

    private RowSet<Row> query(String sql, Tuple parameters) {
        Uni<RowSet<Row>> answer = pool.preparedQuery(sql).execute(parameters);
        return database.await(answer);
    }

    private static String plan(Terms terms) {
        return terms.plan().label();
    }

    private static long micros(Terms terms) {
        return terms.interval().toNanos() / 1_000;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
