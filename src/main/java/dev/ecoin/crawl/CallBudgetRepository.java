package dev.ecoin.crawl;

import dev.ecoin.crawl.CrawlGauges.Calls;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.database.Session;
import dev.ecoin.feeds.CallBudget;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.Pace;
import dev.ecoin.runs.RunConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The table {@code call_budget}, with one row per plan. Every permit is one statement on that row, so all users of the
 * database share the rate.
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

    private final JobDatabase database;
    private final Duration outage;

    CallBudgetRepository(JobDatabase database, RunConfig config) {
        this.database = database;
        this.outage = config.databasePatience();
    }

    @Override
    public Instant take(Pace pace, int weight, Instant now, Duration patience) {
        var latest = now.plus(patience);
        var month = now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        var monthsCalls = pace.callsPerMonth().orElse(Integer.MAX_VALUE);
        while (true) {
            var granted = ask(session -> session.first(
                    row -> Session.instant(row, "permit"),
                    TAKE,
                    pace.budget(),
                    now,
                    micros(pace, weight),
                    month,
                    latest,
                    monthsCalls));
            if (granted.isPresent()) {
                return granted.get();
            }
            var budget = ask(session -> session.first(
                    row -> refusal(row, month, pace),
                    "SELECT paused_until, paused_until > $2 AS paused, pause_reason, month, calls FROM call_budget"
                            + " WHERE plan = $1",
                    pace.budget(),
                    latest));
            if (budget.isEmpty()) {
                open(pace.budget(), now, month);
            } else if (budget.get().isPresent()) {
                throw budget.get().get();
            }
        }
    }

    /** Why no permit was granted; empty if the reason has just ceased to apply. */
    private static Optional<FeedException.Paused> refusal(ResultSet budget, LocalDate month, Pace pace)
            throws SQLException {
        var monthsCalls = pace.callsPerMonth().orElse(Integer.MAX_VALUE);
        if (budget.getBoolean("paused")) {
            return Optional.of(new FeedException.Paused(
                    Session.instant(budget, "paused_until"), budget.getString("pause_reason")));
        }
        if (budget.getObject("month", LocalDate.class).equals(month) && budget.getInt("calls") >= monthsCalls) {
            var reset = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            var reason = "The month's " + monthsCalls + " calls are used up (" + pace.monthlyKey() + ")";
            return Optional.of(new FeedException.Paused(reset, reason));
        }
        return Optional.empty();
    }

    @Override
    public boolean holds(Pace pace, Instant permit) {
        return ask(session -> session.list(
                        row -> row,
                        "SELECT FROM call_budget WHERE plan = $1 AND paused_until > $2",
                        pace.budget(),
                        permit))
                .isEmpty();
    }

    @Override
    public void giveBack(Pace pace, int weight, Instant permit) {
        ask(session -> session.update(GIVE_BACK, pace.budget(), permit, micros(pace, weight)));
    }

    @Override
    public void pauseUntil(Pace pace, Instant end, String reason) {
        ask(session -> session.update(
                "UPDATE call_budget SET paused_until = $2, pause_reason = $3 WHERE plan = $1 AND paused_until < $2",
                pace.budget(),
                end,
                reason));
    }

    /** Time since when the feed has served nothing; empty if it served the last run. */
    Optional<Instant> failingSince(Pace pace) {
        return ask(session -> session.list(
                        row -> Session.instant(row, "failing_since"),
                        "SELECT failing_since FROM call_budget WHERE plan = $1 AND failing_since IS NOT NULL",
                        pace.budget()))
                .stream()
                .findFirst();
    }

    /** Records whether the feed serves. */
    void served(Pace pace, boolean isServing, Instant at) {
        ask(session -> session.update(
                "UPDATE call_budget SET failing_since = CASE WHEN $2 THEN NULL ELSE coalesce(failing_since, $3) END"
                        + " WHERE plan = $1 AND ($2 IS DISTINCT FROM (failing_since IS NULL))",
                pace.budget(),
                isServing,
                at));
    }

    /** State of the plan's calls on a day. */
    Calls standing(Session session, Pace pace, LocalDate today) throws SQLException {
        // Java types cannot represent an infinite time.
        return session.first(
                        row -> new Calls(row.getInt("calls"), Session.instant(row, "paused_until")),
                        """
                        SELECT CASE WHEN month = $2 THEN calls ELSE 0 END AS calls,
                               greatest(paused_until, 'epoch') AS paused_until
                        FROM call_budget WHERE plan = $1
                        """,
                        pace.budget(),
                        today.withDayOfMonth(1))
                .orElse(new Calls(0, Instant.EPOCH));
    }

    private void open(String plan, Instant now, LocalDate month) {
        ask(session -> session.update(
                "INSERT INTO call_budget (plan, next_permit, month, calls) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING",
                plan,
                now,
                month));
    }

    private <T> T ask(Work<T> question) {
        return database.throughOutages(outage, question);
    }

    private static long micros(Pace pace, int weight) {
        return weight * pace.interval().toNanos() / 1_000;
    }
}
