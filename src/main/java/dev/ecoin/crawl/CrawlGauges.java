package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.coingecko.Terms;
import dev.ecoin.runs.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Shows how crawls and calls stand, as the database has it: the same at every replica, whichever did the work. */
@ApplicationScoped
public class CrawlGauges {

    private final JobDatabase database;
    private final CrawlRepository runs;
    private final CallBudgetRepository budget;
    private final Terms terms;
    private final Clock clock;
    private final MultiGauge success;
    private final MultiGauge states;
    private final MultiGauge calls;
    private final MultiGauge limit;
    private final MultiGauge pause;

    CrawlGauges(
            JobDatabase database,
            CrawlRepository runs,
            CallBudgetRepository budget,
            Terms terms,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.runs = runs;
        this.budget = budget;
        this.terms = terms;
        this.clock = clock;
        success = MultiGauge.builder("ecoin.crawl.success.timestamp")
                .baseUnit("seconds")
                .description("When a crawl of everything last succeeded, 0 if never")
                .register(metrics);
        states = MultiGauge.builder("ecoin.crawl.state")
                .description("1 for the state of the newest crawl of everything, 0 for the others")
                .register(metrics);
        calls = MultiGauge.builder("ecoin.coingecko.month.calls")
                .description("Calls of CoinGecko in this calendar month (UTC), by all replicas and commands")
                .register(metrics);
        limit = MultiGauge.builder("ecoin.coingecko.month.calls.limit")
                .description("Calls that the plan grants in a month; absent if they are not counted")
                .register(metrics);
        pause = MultiGauge.builder("ecoin.coingecko.paused.until.timestamp")
                .baseUnit("seconds")
                .description("Until when CoinGecko is not called, in the past if it is")
                .register(metrics);
    }

    /** How the crawls of everything stand. */
    record Standing(RunState newest, Instant success) {}

    /** How the calls of a plan stand. */
    record Calls(int thisMonth, Instant pausedUntil) {}

    /** Sets the gauges; blocks. */
    public void show() {
        showRuns(database.transaction(runs::standing));
        var today = LocalDate.ofInstant(clock.instant(), clock.getZone());
        showCalls(database.transaction(session -> budget.standing(session, terms, today)));
    }

    private void showRuns(Standing standing) {
        success.register(
                row(Optional.ofNullable(standing.success())
                        .orElse(Instant.EPOCH)
                        .getEpochSecond()),
                true);
        states.register(
                Arrays.stream(RunState.values())
                        .<Row<?>>map(
                                state -> Row.of(Tags.of("state", state.label()), state == standing.newest() ? 1 : 0))
                        .toList(),
                true);
    }

    private void showCalls(Calls standing) {
        calls.register(row(standing.thisMonth()), true);
        terms.callsPerMonth().ifPresent(most -> limit.register(row(most), true));
        pause.register(row(standing.pausedUntil().getEpochSecond()), true);
    }

    private static List<Row<?>> row(Number value) {
        return List.of(Row.of(Tags.empty(), value));
    }
}
