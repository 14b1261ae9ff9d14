package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.Feeds;
import dev.ecoin.feeds.PriceFeed;
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

/** Metrics of crawls and calls, read from the database, so that every replica reports the same values. */
@ApplicationScoped
public class CrawlGauges {

    private final JobDatabase database;
    private final CrawlRepository runs;
    private final CallBudgetRepository budget;
    private final List<FeedGauges> feeds;
    private final Clock clock;
    private final MultiGauge success;
    private final MultiGauge states;

    CrawlGauges(
            JobDatabase database,
            CrawlRepository runs,
            CallBudgetRepository budget,
            Feeds feeds,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.runs = runs;
        this.budget = budget;
        this.clock = clock;
        success = MultiGauge.builder("ecoin.crawl.success.timestamp")
                .baseUnit("seconds")
                .description("Time at which a crawl of all coins last succeeded, 0 if never")
                .register(metrics);
        states = MultiGauge.builder("ecoin.crawl.state")
                .description("1 for the state of the newest crawl of everything, 0 for the others")
                .register(metrics);
        this.feeds =
                feeds.all().stream().map(feed -> new FeedGauges(feed, metrics)).toList();
    }

    /** State of the crawls of all coins. */
    record Standing(RunState newest, Instant success) {}

    /** State of the calls of a plan. */
    record Calls(int thisMonth, Instant pausedUntil) {}

    /** Updates the gauges; blocks. */
    public void show() {
        showRuns(database.transaction(runs::standing));
        var today = LocalDate.ofInstant(clock.instant(), clock.getZone());
        for (var gauges : feeds) {
            gauges.show(database.transaction(session -> budget.standing(session, gauges.feed.pace(), today)));
        }
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

    private static List<Row<?>> row(Number value) {
        return List.of(Row.of(Tags.empty(), value));
    }

    /** Gauges of a feed's calls. */
    private static final class FeedGauges {

        private final PriceFeed feed;
        private final MultiGauge calls;
        private final MultiGauge limit;
        private final MultiGauge pause;

        FeedGauges(PriceFeed feed, MeterRegistry metrics) {
            this.feed = feed;
            var prefix = "ecoin." + feed.name() + ".";
            calls = MultiGauge.builder(prefix + "month.calls")
                    .description(
                            "Calls of " + feed.title() + " in this calendar month (UTC), by all replicas and commands")
                    .register(metrics);
            limit = MultiGauge.builder(prefix + "month.calls.limit")
                    .description("Calls that the plan allows in a month; absent if they are not counted")
                    .register(metrics);
            pause = MultiGauge.builder(prefix + "paused.until.timestamp")
                    .baseUnit("seconds")
                    .description("End of the pause of " + feed.title() + "'s calls, in the past if there is none")
                    .register(metrics);
        }

        void show(Calls standing) {
            calls.register(row(standing.thisMonth()), true);
            feed.pace().callsPerMonth().ifPresent(most -> limit.register(row(most), true));
            pause.register(row(standing.pausedUntil().getEpochSecond()), true);
        }
    }
}
