package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.CoinGauges;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Metrics of models and trainings, read from the database, so that every replica reports the same values. */
@ApplicationScoped
public class ModelGauges {

    private static final List<RunState> ENDS = List.of(RunState.SUCCEEDED, RunState.REJECTED, RunState.FAILED);

    /** A crawl at 00:45 adds the previous day, so origins are between 24.75 and 48.75 hours old. */
    private static final Duration OVERDUE_AFTER = Duration.ofHours(51);

    private final JobDatabase database;
    private final CoinRepository coins;
    private final ModelRepository models;
    private final TrainingRunRepository runs;
    private final Clock clock;
    private final MultiGauge origins;
    private final MultiGauge overdue;
    private final MultiGauge ends;
    private final MultiGauge states;

    ModelGauges(
            JobDatabase database,
            CoinRepository coins,
            ModelRepository models,
            TrainingRunRepository runs,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.coins = coins;
        this.models = models;
        this.runs = runs;
        this.clock = clock;
        origins = MultiGauge.builder("ecoin.model.origin.timestamp")
                .baseUnit("seconds")
                .description("The last observed day of each active coin's model: forecasts begin after it")
                .register(metrics);
        overdue = MultiGauge.builder("ecoin.coins.overdue")
                .description(
                        "Active coins whose forecasts begin more than 51 hours ago, so that a crawl's prices are missing")
                .register(metrics);
        ends = MultiGauge.builder("ecoin.training.end.timestamp")
                .baseUnit("seconds")
                .description("Time at which the newest training of each active coin ended, with any result")
                .register(metrics);
        states = MultiGauge.builder("ecoin.training.state")
                .description("1 for how the newest training of each active coin ended, 0 for the other ways")
                .register(metrics);
    }

    /** Outcome and time of a coin's latest training. */
    record End(String coin, RunState state, Instant at) {}

    /** Updates the gauges; blocks. */
    public void show() {
        var active = database.transaction(coins::ids);
        var days = database.transaction(models::origins);
        origins.register(CoinGauges.rows(active, days), true);
        overdue.register(List.of(Row.of(Tags.empty(), overdue(active, days))), true);
        var newest = database.transaction(runs::newestEnds);
        ends.register(newest.stream().<Row<?>>map(ModelGauges::time).toList(), true);
        states.register(newest.stream().flatMap(ModelGauges::states).toList(), true);
    }

    private long overdue(Collection<String> active, Map<String, LocalDate> days) {
        var latest = clock.instant().minus(OVERDUE_AFTER);
        return active.stream()
                .map(days::get)
                .filter(day -> day != null
                        && day.atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(latest))
                .count();
    }

    private static Row<?> time(End end) {
        return Row.of(Tags.of("coin", end.coin()), end.at().getEpochSecond());
    }

    private static Stream<Row<?>> states(End end) {
        return ENDS.stream()
                .map(state ->
                        Row.of(Tags.of("coin", end.coin(), "state", state.label()), state == end.state() ? 1 : 0));
    }
}
